def declaration_detail(request, *args, **kwargs):
    raise NotImplementedError


def pillar_detail(request, *args, **kwargs):
    raise NotImplementedError


def section_detail(request, *args, **kwargs):
    raise NotImplementedError
