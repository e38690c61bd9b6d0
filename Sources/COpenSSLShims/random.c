// RAND_METHOD and the SHA256_* functions are deprecated since 3.0 but the only way to give
// libcrypto another source per thread, and a hash that needs no provider to be loaded.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "COpenSSLShims.h"

#include <openssl/rand.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <string.h>

static _Thread_local tlslab_random_state current;

void tlslab_random_derive(
    const uint8_t *prefix, size_t prefix_length, const uint8_t *data, size_t data_length,
    uint8_t out[TLSLAB_RANDOM_KEY_LENGTH]) {
  SHA256_CTX context;
  SHA256_Init(&context);
  if (prefix_length > 0) SHA256_Update(&context, prefix, prefix_length);
  if (data_length > 0) SHA256_Update(&context, data, data_length);
  SHA256_Final(out, &context);
}

static void start(tlslab_random_state *state, const uint8_t *key) {
  memset(state, 0, sizeof *state);
  if (key == NULL) return;
  state->active = 1;
  memcpy(state->key, key, sizeof state->key);
}

static void next_block(tlslab_random_state *state) {
  uint8_t counter[8];
  for (int i = 0; i < 8; i++) counter[i] = (uint8_t)(state->counter >> (56 - 8 * i));
  tlslab_random_derive(state->key, sizeof state->key, counter, sizeof counter, state->block);
  state->counter++;
  state->unused = sizeof state->block;
}

static void draw(tlslab_random_state *state, uint8_t *out, size_t count) {
  while (count > 0) {
    if (state->unused == 0) next_block(state);
    size_t taken = count < state->unused ? count : state->unused;
    memcpy(out, state->block + sizeof state->block - state->unused, taken);
    state->unused -= taken;
    out += taken;
    count -= taken;
  }
}

void tlslab_random_fill(const uint8_t *key, uint8_t *out, size_t count) {
  tlslab_random_state state;
  start(&state, key);
  draw(&state, out, count);
}

void tlslab_random_begin(const uint8_t *key, tlslab_random_state *previous) {
  *previous = current;
  start(&current, key);
}

void tlslab_random_end(const tlslab_random_state *previous) {
  current = *previous;
}

static int hook_bytes(unsigned char *out, int count) {
  if (!current.active) return RAND_OpenSSL()->bytes(out, count);
  if (count < 0) return 0;
  draw(&current, out, (size_t)count);
  return 1;
}

static int hook_status(void) {
  return current.active ? 1 : RAND_OpenSSL()->status();
}

static int hook_seed(const void *data, int count) {
  return RAND_OpenSSL()->seed(data, count);
}

static int hook_add(const void *data, int count, double entropy) {
  return RAND_OpenSSL()->add(data, count, entropy);
}

static const RAND_METHOD hook = {
    .seed = hook_seed,
    .bytes = hook_bytes,
    .cleanup = NULL,
    .add = hook_add,
    .pseudorand = hook_bytes,
    .status = hook_status,
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int installed;

static void install(void) {
  installed = RAND_set_rand_method(&hook);
}

int tlslab_random_install(void) {
  pthread_once(&once, install);
  return installed;
}
