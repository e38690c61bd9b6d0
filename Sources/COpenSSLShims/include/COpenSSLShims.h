// What Swift can't import from OpenSSL itself: function-like macros, and the per-thread RAND hook.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Swift imports no macro that is an expression of others.
// EVP_PKEY_KEYPAIR.
extern const int tlslab_select_key_pair;
// XN_FLAG_RFC2253, but letters beyond ASCII stay what they are.
extern const unsigned long tlslab_name_flags;

// Options of libssl (SSL_OP_…), for the tests' peer.
extern const uint64_t tlslab_ssl_no_extended_master_secret;
extern const uint64_t tlslab_ssl_no_encrypt_then_mac;
extern const uint64_t tlslab_ssl_no_ticket;
extern const uint64_t tlslab_ssl_no_renegotiation;
extern const uint64_t tlslab_ssl_client_renegotiation;
extern const uint64_t tlslab_ssl_legacy_renegotiation;  // also with peers without RFC 5746
extern const uint64_t tlslab_ssl_psk_alone;             // psk_ke beside psk_dhe_ke
extern const uint64_t tlslab_ssl_middlebox;
extern const uint64_t tlslab_ssl_no_anti_replay;
extern const uint64_t tlslab_ssl_server_preference;

// The per-thread RAND hook.
//
// RAND_set_rand_method replaces libcrypto's generator for the whole process. Ours reads the stream
// in force on the calling thread, and asks libcrypto's own generator when none is.
// The stream: block i is SHA-256(key || i as 8 bytes, big endian), i = 0, 1, 2, …

#define TLSLAB_RANDOM_KEY_LENGTH 32

// A position in a stream; `active` 0 stands for "no stream: real entropy".
typedef struct tlslab_random_state {
  int active;
  uint8_t key[TLSLAB_RANDOM_KEY_LENGTH];
  uint64_t counter;
  uint8_t block[32];
  size_t unused;  // bytes at the end of `block` not handed out yet
} tlslab_random_state;

// Installs the hook, once; 1 on success. Safe to call from several threads.
int tlslab_random_install(void);

// Puts the stream of `key` (32 bytes; NULL: real entropy) in force on this thread from its
// beginning, and stores what was in force before.
void tlslab_random_begin(const uint8_t *key, tlslab_random_state *previous);

// Puts back what was in force before.
void tlslab_random_end(const tlslab_random_state *previous);

// The first `count` bytes of the stream of `key`.
void tlslab_random_fill(const uint8_t *key, uint8_t *out, size_t count);

// SHA-256(prefix || data): the key of a seed or of a substream.
void tlslab_random_derive(
    const uint8_t *prefix, size_t prefix_length, const uint8_t *data, size_t data_length,
    uint8_t out[TLSLAB_RANDOM_KEY_LENGTH]);
