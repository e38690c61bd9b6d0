#include "COpenSSLShims.h"

#include <openssl/ssl.h>

const uint64_t tlslab_ssl_no_extended_master_secret = SSL_OP_NO_EXTENDED_MASTER_SECRET;
const uint64_t tlslab_ssl_no_encrypt_then_mac = SSL_OP_NO_ENCRYPT_THEN_MAC;
const uint64_t tlslab_ssl_no_ticket = SSL_OP_NO_TICKET;
const uint64_t tlslab_ssl_no_renegotiation = SSL_OP_NO_RENEGOTIATION;
const uint64_t tlslab_ssl_client_renegotiation = SSL_OP_ALLOW_CLIENT_RENEGOTIATION;
const uint64_t tlslab_ssl_legacy_renegotiation =
    SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION | SSL_OP_LEGACY_SERVER_CONNECT;
const uint64_t tlslab_ssl_psk_alone = SSL_OP_ALLOW_NO_DHE_KEX;
const uint64_t tlslab_ssl_middlebox = SSL_OP_ENABLE_MIDDLEBOX_COMPAT;
const uint64_t tlslab_ssl_no_anti_replay = SSL_OP_NO_ANTI_REPLAY;
const uint64_t tlslab_ssl_server_preference = SSL_OP_CIPHER_SERVER_PREFERENCE;
