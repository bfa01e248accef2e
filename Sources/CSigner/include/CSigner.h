#ifndef CSIGNER_H
#define CSIGNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RSA signatures by OpenSSL's libcrypto, in C without any of its types: its headers and BoringSSL's never meet. */

#ifdef __cplusplus
extern "C" {
#endif

/* A private RSA key, imported and ready. It belongs to the thread that opened it: OpenSSL blinds each signature with values
 * that a key shared by threads would have to lock. */
typedef struct csigner csigner;

/* Imports a key in DER, PKCS#1 or PKCS#8. NULL for anything else, and where memory runs out. */
csigner *csigner_open(const uint8_t *key, size_t length);

/* Wipes and frees it; NULL is nothing. */
void csigner_close(csigner *signer);

/* Signs a SHA-256 hash (RFC 8017): with PKCS#1 v1.5, or with PSS, whose mask is of SHA-256 and whose salt has 32 bytes.
 * Returns the signature's length; 0 where none was made, also where it does not fit. */
size_t csigner_sign(csigner *signer, const uint8_t hash[32], bool is_pss, uint8_t *signature, size_t room);

#ifdef __cplusplus
}
#endif

#endif
