def area_list(request, *args, **kwargs):
    raise NotImplementedError


def area_detail(request, *args, **kwargs):
    raise NotImplementedError


def topic_detail(request, *args, **kwargs):
    raise NotImplementedError


def document_list(request, *args, **kwargs):
    raise NotImplementedError


def document_detail(request, *args, **kwargs):
    raise NotImplementedError


def institution_list(request, *args, **kwargs):
    raise NotImplementedError


def institution_detail(request, *args, **kwargs):
    raise NotImplementedError


def person_list(request, *args, **kwargs):
    raise NotImplementedError


def person_detail(request, *args, **kwargs):
    raise NotImplementedError


def state_list(request, *args, **kwargs):
    raise NotImplementedError


def state_detail(request, *args, **kwargs):
    raise NotImplementedError


def organisation_name_list(request, *args, **kwargs):
    raise NotImplementedError
