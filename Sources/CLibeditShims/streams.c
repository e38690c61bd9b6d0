#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "CLibeditShims.h"

static void on_lost_write(int number) { (void)number; }

// A write that can't be made is to fail with an errno that is told, not to end the process. A handler
// that does nothing, and not SIG_IGN: programs that are started from here get the default back.
static void keep_alive(int number) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_lost_write;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(number, &action, NULL);
}

// A stream that is closed is held open by what fails as it would: or else the next file that is opened,
// a saved lab, got its number, and what is printed went into it.
static void hold_open(int descriptor, int way_that_fails) {
  if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) return;
  int opened = open("/dev/null", way_that_fails);
  if (opened < 0 || opened == descriptor) return;
  dup2(opened, descriptor);
  close(opened);
}

void tlslab_streams_prepare(void) {
  hold_open(STDIN_FILENO, O_WRONLY);
  hold_open(STDOUT_FILENO, O_RDONLY);
  hold_open(STDERR_FILENO, O_RDONLY);
  keep_alive(SIGPIPE);
  keep_alive(SIGXFSZ);
}

static int write_all(int descriptor, const char *text, size_t length) {
  while (length > 0) {
    ssize_t count = write(descriptor, text, length);
    if (count > 0) {
      text += count;
      length -= (size_t)count;
    } else if (count < 0 && errno == EAGAIN) {
      // Another program has made the descriptor that we share one that doesn't wait.
      struct pollfd room = {descriptor, POLLOUT, 0};
      poll(&room, 1, -1);
    } else if (count == 0 || errno != EINTR) {
      return count == 0 ? EIO : errno;
    }
  }
  return 0;
}

static int write_error = 0;

void tlslab_terminal_write(const char *text, size_t length) {
  // What libedit has written through stdio comes first. That it got lost is said by the next write.
  fflush(stdout);
  clearerr(stdout);
  // Nobody is there any more.
  if (write_error == EPIPE) return;
  int code = write_all(STDOUT_FILENO, text, length);
  if (code != 0 && write_error == 0) write_error = code;
  // Whoever works for a reader that has gone is to stop.
  if (code == EPIPE) tlslab_interrupt_request();
}

void tlslab_terminal_complain(const char *text, size_t length) {
  write_all(STDERR_FILENO, text, length);
}

int tlslab_terminal_write_error(void) { return write_error; }
