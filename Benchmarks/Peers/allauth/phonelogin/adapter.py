"""What allauth asks a site for: where numbers are kept, and how a code is sent."""

import threading

import requests
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from phonelogin.models import User

_of_thread = threading.local()


def gateway():
    """The thread's own session: its connection to the gateway stays open from message to message."""
    if not hasattr(_of_thread, "session"):
        _of_thread.session = requests.Session()
        # Looking for proxies in the environment takes longer than the call itself.
        _of_thread.session.trust_env = False
    return _of_thread.session


class PhoneAdapter(DefaultAccountAdapter):
    def get_phone(self, user):
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user, phone, verified):
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user, phone):
        # Called at every login; only the first one changes anything.
        if not user.phone_verified or user.phone != phone:
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone):
        return User.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        message = {"recipient": phone, "body": f"Your verification code is: {code}", "sender": settings.SMS_SENDER}
        gateway().post(settings.SMS_GATEWAY, json=message, timeout=30).raise_for_status()
