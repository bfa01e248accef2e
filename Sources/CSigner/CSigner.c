#include "CSigner.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>

struct csigner {
    EVP_PKEY *key;
    EVP_PKEY_CTX *pkcs1;
    EVP_PKEY_CTX *pss;
};

/* What is set up once and signs any number of times. */
static EVP_PKEY_CTX *context(EVP_PKEY *key, int padding) {
    EVP_PKEY_CTX *made = EVP_PKEY_CTX_new(key, NULL);
    if (made != NULL && EVP_PKEY_sign_init(made) > 0 && EVP_PKEY_CTX_set_rsa_padding(made, padding) > 0 &&
        EVP_PKEY_CTX_set_signature_md(made, EVP_sha256()) > 0 &&
        (padding != RSA_PKCS1_PSS_PADDING || EVP_PKEY_CTX_set_rsa_pss_saltlen(made, RSA_PSS_SALTLEN_DIGEST) > 0)) {
        return made;
    }
    EVP_PKEY_CTX_free(made);
    return NULL;
}

csigner *csigner_open(const uint8_t *key, size_t length) {
    if (length > LONG_MAX) return NULL;
    csigner *signer = calloc(1, sizeof(csigner));
    if (signer == NULL) return NULL;
    const uint8_t *bytes = key;
    signer->key = d2i_PrivateKey(EVP_PKEY_RSA, NULL, &bytes, (long)length);
    if (signer->key != NULL && EVP_PKEY_is_a(signer->key, "RSA")) {
        signer->pkcs1 = context(signer->key, RSA_PKCS1_PADDING);
        signer->pss = context(signer->key, RSA_PKCS1_PSS_PADDING);
    }
    if (signer->pkcs1 != NULL && signer->pss != NULL) return signer;
    /* What stays in the thread's queue of errors would be taken for somebody else's. */
    ERR_clear_error();
    csigner_close(signer);
    return NULL;
}

void csigner_close(csigner *signer) {
    if (signer == NULL) return;
    EVP_PKEY_CTX_free(signer->pkcs1);
    EVP_PKEY_CTX_free(signer->pss);
    EVP_PKEY_free(signer->key);
    free(signer);
}

size_t csigner_sign(csigner *signer, const uint8_t hash[32], bool is_pss, uint8_t *signature, size_t room) {
    size_t length = room;
    if (EVP_PKEY_sign(is_pss ? signer->pss : signer->pkcs1, signature, &length, hash, 32) > 0) return length;
    ERR_clear_error();
    return 0;
}
