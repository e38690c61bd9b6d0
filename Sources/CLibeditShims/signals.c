#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "CLibeditShims.h"

static volatile sig_atomic_t interrupted, resized, continued;

// The handler writes here and whoever waits for input also waits for this: a signal that comes just
// before the wait, or to another thread, still ends it.
static int wake[2] = {-1, -1};

static void on_signal(int number) {
  int saved = errno;
  switch (number) {
    case SIGINT: interrupted = 1; break;
    case SIGWINCH: resized = 1; break;
    case SIGCONT: continued = 1; break;
  }
  // A full pipe wakes just as well.
  if (write(wake[1], "", 1) < 0) errno = saved;
  errno = saved;
}

static void make_wake_pipe(void) {
  if (wake[0] >= 0 || pipe(wake) != 0) return;
  for (int i = 0; i < 2; i++) {
    fcntl(wake[i], F_SETFL, O_NONBLOCK);
    fcntl(wake[i], F_SETFD, FD_CLOEXEC);
  }
}

static void handle(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  // Output that a signal cuts short would be lost; waiting for input ends by the pipe anyway.
  action.sa_flags = SA_RESTART;
  make_wake_pipe();
  sigaction(number, &action, NULL);
}

void tlslab_interrupt_install(void) { handle(SIGINT); }
bool tlslab_interrupt_is_requested(void) { return interrupted != 0; }
void tlslab_interrupt_request(void) { interrupted = 1; }
void tlslab_interrupt_clear(void) { interrupted = 0; }

void tlslab_signals_install(void) {
  handle(SIGINT);
  handle(SIGWINCH);
  handle(SIGCONT);
}

static void drain_wake_pipe(void) {
  char bytes[64];
  while (read(wake[0], bytes, sizeof bytes) > 0) {}
}

wait_result tlslab_wait_for_input(int descriptor, int milliseconds) {
  for (;;) {
    drain_wake_pipe();
    if (interrupted) return INTERRUPTED;
    if (continued) return continued = 0, CONTINUED;
    if (resized) return resized = 0, RESIZED;

    fd_set set;
    FD_ZERO(&set);
    FD_SET(descriptor, &set);
    int highest = descriptor;
    if (wake[0] >= 0) {
      FD_SET(wake[0], &set);
      if (wake[0] > highest) highest = wake[0];
    }
    struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
    int count = select(highest + 1, &set, NULL, NULL, milliseconds < 0 ? NULL : &limit);
    if (count < 0) {
      if (errno != EINTR) return INPUT_FAILED;
    } else if (count == 0) {
      return TIMED_OUT;
    } else if (FD_ISSET(descriptor, &set)) {
      return INPUT_READY;
    }
  }
}
