from allauth.account import urls as account_urls
from allauth.socialaccount.views import login_cancelled, login_error
from django.urls import include, path

from ots_portal.accounts import views
from ots_portal.accounts.mail_choice import account_mail

urlpatterns = [
    path("", include(account_urls)),
    path("mail/", account_mail, name="account_mail"),
    path("2fa/", views.SecondFactors.as_view(), name="mfa_index"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", views.session_list, name="session_list"),
    path("sessions/end/", views.session_end, name="session_end"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("oidc/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", login_error, name="socialaccount_login_error"),
]
