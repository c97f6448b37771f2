def page_detail(request, *args, **kwargs):
    raise NotImplementedError
