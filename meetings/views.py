def meeting_list(request, *args, **kwargs):
    raise NotImplementedError


def series_detail(request, *args, **kwargs):
    raise NotImplementedError


def meeting_detail(request, *args, **kwargs):
    raise NotImplementedError
