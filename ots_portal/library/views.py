def library_file(request, pk, name):
    raise NotImplementedError
