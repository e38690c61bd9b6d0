#include "COpenSSLShims.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

const int tlslab_select_key_pair = EVP_PKEY_KEYPAIR;

const unsigned long tlslab_name_flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
