#include "COpenSSLShims.h"

#include <openssl/ssl.h>

const uint64_t tlslab_ssl_no_extended_master_secret = SSL_OP_NO_EXTENDED_MASTER_SECRET;
const uint64_t tlslab_ssl_no_encrypt_then_mac = SSL_OP_NO_ENCRYPT_THEN_MAC;
const uint64_t tlslab_ssl_no_ticket = SSL_OP_NO_TICKET;
