"""Makes the gateway's entry, and tokens that send SMS: fill.py GATEWAY FIRST COUNT PIN."""

import sys

from privacyidea.lib.config import set_privacyidea_config
from privacyidea.lib.smsprovider.SMSProvider import set_smsgateway
from privacyidea.lib.token import init_token
from privacyidea.models import Token, db
from server import application

gateway, first, count, pin = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

with application.app_context():
    set_smsgateway(
        "bench",
        "privacyidea.lib.smsprovider.HttpSMSProvider.HttpSMSProvider",
        options={
            "URL": gateway,
            "HTTP_METHOD": "POST",
            "SEND_DATA_AS_JSON": "yes",
            "CHECK_SSL": "no",
            "recipient": "{phone}",
            "body": "Your verification code is: {otp}",
            "sender": "+1 234 567",
        },
    )
    set_privacyidea_config("sms.identifier", "bench")
    for number in range(first, first + count):
        # The PIN is hashed once, for that takes a quarter of a second. To check it costs as much with every token.
        known = {"pin": pin} if number == first else {}
        init_token({"type": "sms", "genkey": 1, "phone": f"+{number}", "serial": f"SMS{number}", **known})
    hashed = Token.query.filter_by(serial=f"SMS{first}").one().pin_hash
    Token.query.update({"pin_hash": hashed})
    db.session.commit()
print("ready")
