#include "COpenSSLShims.h"

#include <openssl/evp.h>

const int tlslab_select_key_pair = EVP_PKEY_KEYPAIR;
