# allauth 65.21.1 loads these when the first token is made, and finds only those that something else has loaded before.
import cryptography.hazmat.primitives.asymmetric.rsa  # noqa: F401
import cryptography.hazmat.primitives.ciphers  # noqa: F401
import cryptography.hazmat.primitives.serialization  # noqa: F401
import jwt.algorithms  # noqa: F401
