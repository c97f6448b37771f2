"""Signing in again where the session ended while somebody was typing: the form is kept on the page and then accepted."""

from functools import wraps

from allauth.account.forms import LoginForm
from allauth.account.stages import LoginStageController
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from allauth.mfa.stages import AuthenticateStage
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from ots_portal.accounts.second_factor import lacks_second_factor
from ots_portal.accounts.second_factor_forms import AuthenticateForm

CREDENTIALS = {"login", "password"}
STEP = "second-step"  # a record, too, may have a field called “code”


def keeps_words(view):
    """Make a view of the admin answer what is sent without a session with a sign-in that holds all of it."""

    @wraps(view)
    def keeping(request, *args, **kwargs):
        if request.method != "POST" or request.user.is_authenticated or not kept(request):
            return view(request, *args, **kwargs)
        return ask_to_sign_in(request, lambda: view(request, *args, **kwargs))

    return csrf_protect(never_cache(keeping))


@sensitive_post_parameters("password")
def ask_to_sign_in(request, go_on):
    if request.POST.keys() >= CREDENTIALS:
        return sign_in(request, go_on)
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage and f"{STEP}-code" in request.POST:
        return take_second_step(request, stage, go_on)
    return ask(request, LoginForm(request=request))


@rate_limit(action="login")
def sign_in(request, go_on):
    form = LoginForm(request.POST, request=request)
    if not form.is_valid():
        return ask(request, form)
    try:
        form.login(request, redirect_url=request.get_full_path())
    except ImmediateHttpResponse as refusal:
        return refusal.response
    if stage := LoginStageController.enter(request, AuthenticateStage.key):
        return ask(request, AuthenticateForm(user=stage.login.user, prefix=STEP))
    return gone_on(request, go_on)


def take_second_step(request, stage, go_on):
    form = AuthenticateForm(request.POST, user=stage.login.user, prefix=STEP)
    if not form.is_valid():
        return ask(request, form)
    form.save()
    stage.exit()
    return gone_on(request, go_on)


def gone_on(request, go_on):
    request.POST = kept(request)
    if lacks_second_factor(request.user):
        return redirect("mfa_index")
    return go_on() if request.user.is_authenticated else ask(request, LoginForm(request=request))


def ask(request, form):
    context = {"form": form, "kept": [(name, value) for name, values in kept(request).lists() for value in values]}
    return render(request, "admin/publishing/session_over.html", context, status=403)


def kept(request):
    """All that was sent, without what signs in."""
    values = request.POST.copy()
    for name in (*CREDENTIALS, f"{STEP}-code", "csrfmiddlewaretoken"):
        values.pop(name, None)
    return values
