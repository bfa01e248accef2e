"""What the tests stand on: a server process, an SMS gateway, and a tenant that is ready for logins."""
