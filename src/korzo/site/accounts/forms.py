"""Questions about accounts."""

from typing import Any

import phonenumbers
from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.messages.channels import Refused, sms
from korzo.kernel.messages.models import Channel
from korzo.kernel.people.models import Person

ADDRESS = _("E-mail address")
WRONG_CODES = Limit.parse("5/5m")
RESETS_OF_ONE_ADDRESS = Limit.parse("3/15m")
PASSWORD_HINT = _("At least ten characters. Three words are easy to remember and hard to guess.")


class Plain:
    """The library's forms in the house's words: one label each, nothing written inside the inputs."""

    said: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in self.said:
                field.label, field.help_text = self.said[name]


class SignIn(Plain, account.LoginForm):  # type: ignore[misc]
    """Address and password."""

    said = {"login": (ADDRESS, ""), "password": (_("Password"), "")}


class SignUp(Plain, account.SignupForm):  # type: ignore[misc]
    """A new account."""

    said = {"email": (ADDRESS, _("We send a code to it.")), "password1": (_("Password"), PASSWORD_HINT)}


class ResetPassword(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Whose password is forgotten."""

    said = {"email": (ADDRESS, "")}

    def save(self, request: HttpRequest, **more: Any) -> str:
        """Send the mail, unless enough of them went to that address; who asks does not notice."""
        email = str(self.cleaned_data["email"])
        if limits.allow("reset-password-of", email.lower(), RESETS_OF_ONE_ADDRESS, now=timezone.now()):
            super().save(request, **more)
        return email


class _NewPassword(Plain):
    said = {
        "oldpassword": (_("Your password until now"), ""),
        "password1": (_("New password"), PASSWORD_HINT),
        "password2": (_("The new password once more"), ""),
    }


class ResetPasswordKey(_NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by link."""


class ChangePassword(_NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password for the old one."""


class SetPassword(_NewPassword, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class Reauthenticate(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    said = {"password": (_("Password"), "")}


class ChangeEmail(Plain, account.ChangeEmailForm):  # type: ignore[misc]
    """Another address."""

    said = {"email": (ADDRESS, _("We send a code to it. The old one stays until you typed it in."))}


class ConfirmEmail(Plain, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    said = {"code": (_("Code from the mail"), "")}


class _Guarded(Plain):
    """A code that cannot be guessed: wrong ones are counted in the database, for all processes."""

    user: Person

    def clean_code(self) -> str:
        """Check the code; a right one does not count."""
        if not limits.allow("second-step", self.user.ref, WRONG_CODES, now=timezone.now()):
            raise get_adapter().validation_error("too_many_login_attempts")
        code = str(super().clean_code())  # type: ignore[misc]
        limits.give_back("second-step", self.user.ref)
        return code


class SecondStep(_Guarded, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the app."""

    said = {"code": (_("Code"), "")}


class SecondStepAgain(_Guarded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code of the app once more."""

    said = {"code": (_("Code of your authenticator app"), "")}


class ActivateApp(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app."""

    said = {"code": (_("Six figures from the app"), "")}


class AddPasskey(Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name for the passkey; it signs in alone unless told otherwise."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["passwordless"].initial = True


class Link(forms.Form):
    """Where to send a link."""

    email = forms.EmailField(
        label=ADDRESS, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )


class Details(forms.ModelForm[Person]):
    """Who somebody is, and how and when we reach them."""

    language = forms.ChoiceField(label=_("Language"), widget=forms.Select, required=False)
    channel = forms.ChoiceField(label=_("How shall we reach you?"), widget=forms.RadioSelect)

    class Meta:
        """What a person may change about themselves."""

        model = Person
        fields = ("name", "phone", "language", "channel", "quiet_from", "quiet_until")
        labels = {
            "name": _("Name"),
            "phone": _("Mobile number"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
        }
        help_texts = {
            "quiet_from": _("Between these hours we do not disturb you. Urgent or not, it waits."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["language"].choices = [("", _("As my browser says")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        ways = [Channel.EMAIL]
        ways += [Channel.SMS] * bool(settings.KORZO.sms_url)
        ways += [Channel.PUSH] * bool(settings.KORZO.push_contact)
        self.fields["channel"].choices = [(way.value, way.label) for way in [*ways, Channel.INBOX]]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Write the number as networks do."""
        number = str(self.cleaned_data["phone"]).strip()
        if not number:
            return ""
        try:
            return sms.e164(number)
        except Refused:
            country = phonenumbers.country_code_for_region(settings.KORZO.country)
            raise forms.ValidationError(
                _("This is not a telephone number. Write it like +%(country)s 64 1234567."), params={"country": country}
            ) from None

    def clean(self) -> dict[str, Any]:
        """See that the answers fit together."""
        given = super().clean() or {}
        if given.get("channel") == Channel.SMS and not given.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("For SMS we need your mobile number."))
        if bool(given.get("quiet_from")) != bool(given.get("quiet_until")):
            missing = "quiet_until" if given.get("quiet_from") else "quiet_from"
            self.add_error(missing, _("Give both hours, or none."))
        return given


class Key(forms.Form):
    """A name for a key."""

    label = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("So that you know it again, such as “Sensor in the cellar”."),
    )


class Leave(forms.Form):
    """The word that shows that somebody means it."""

    sure = forms.BooleanField(label=_("Yes, delete my account. It cannot be brought back."))
