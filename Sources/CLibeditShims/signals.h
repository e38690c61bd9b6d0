// Waiting for input without losing a signal.
#pragma once

typedef enum {
  INPUT_READY,
  INPUT_FAILED,
  INTERRUPTED,
  RESIZED,
  CONTINUED,
  TIMED_OUT,
} wait_result;

/// Signals that change how a line is drawn are noticed from now on.
void tlslab_signals_install(void);

/// A byte that was read and given back; negative: none.
int tlslab_take_put_back(void);

/// Waits until there is something to read, or one of the signals has come, or for so long; a
/// negative number is for ever.
wait_result tlslab_wait_for_input(int descriptor, int milliseconds);
