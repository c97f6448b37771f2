def root(request, *args, **kwargs):
    raise NotImplementedError


def robots(request, *args, **kwargs):
    raise NotImplementedError


def citation(request, *args, **kwargs):
    raise NotImplementedError


def own_admin(request, *args, **kwargs):
    raise NotImplementedError


def home(request, *args, **kwargs):
    raise NotImplementedError


def bad_request(request, *args, **kwargs):
    raise NotImplementedError


def permission_denied(request, *args, **kwargs):
    raise NotImplementedError


def page_not_found(request, *args, **kwargs):
    raise NotImplementedError


def server_error(request, *args, **kwargs):
    raise NotImplementedError
