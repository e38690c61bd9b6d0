// What Swift can't import from OpenSSL itself: function-like macros, and the per-thread RAND hook.
#pragma once
#include <stddef.h>
