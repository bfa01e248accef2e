"""Makes the tables, and users whose numbers are verified: fill.py FIRST COUNT."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from phonelogin.models import User  # noqa: E402

first, count = int(sys.argv[1]), int(sys.argv[2])
call_command("migrate", verbosity=0)
User.objects.bulk_create(
    User(username=str(number), phone=f"+{number}", phone_verified=True, password="!")
    for number in range(first, first + count)
)
print("ready")
