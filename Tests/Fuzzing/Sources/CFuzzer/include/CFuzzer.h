// The way into libFuzzer, which comes with the compiler.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs until an input ends the program or the time is over.
int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
