#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "CLibeditShims.h"
#include "signals.h"

tlslab_terminal_size_t tlslab_terminal_size(void) {
  struct winsize size;
  tlslab_terminal_size_t result = {0, 0};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    result.columns = size.ws_col;
    result.rows = size.ws_row;
  }
  return result;
}

// A key that its first reader had no use for; one is enough.
static int put_back = -1;

void tlslab_terminal_put_back(uint8_t byte) { put_back = byte; }

int tlslab_take_put_back(void) {
  int byte = put_back;
  put_back = -1;
  return byte;
}

// Where keys are read for a while, nothing is shown of what is typed between two of them.
static struct termios before_keys;
static bool reads_keys;

static struct termios without_lines(struct termios usual) {
  usual.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  usual.c_cc[VMIN] = 1;
  usual.c_cc[VTIME] = 0;
  return usual;
}

void tlslab_terminal_keys_begin(void) {
  tlslab_signals_install();
  if (reads_keys || tcgetattr(STDIN_FILENO, &before_keys) != 0) return;
  struct termios raw = without_lines(before_keys);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
  reads_keys = true;
}

void tlslab_terminal_keys_end(void) {
  if (!reads_keys) return;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &before_keys);
  reads_keys = false;
}

static int read_key(int milliseconds, const struct termios *raw) {
  int key = tlslab_take_put_back();
  if (key >= 0) return key;
  for (;;) {
    switch (tlslab_wait_for_input(STDIN_FILENO, milliseconds)) {
      case INTERRUPTED: return TLSLAB_KEY_INTERRUPTED;
      case TIMED_OUT: return TLSLAB_KEY_NONE;
      case INPUT_FAILED: return TLSLAB_KEY_END;
      case RESIZED: return TLSLAB_KEY_RESIZED;
      case CONTINUED:
        // The shell has set the terminal to its own liking, and written on it.
        if (raw != NULL) tcsetattr(STDIN_FILENO, TCSADRAIN, raw);
        return TLSLAB_KEY_RESIZED;
      case INPUT_READY: break;
    }
    unsigned char key;
    ssize_t count = read(STDIN_FILENO, &key, 1);
    if (count == 1) return key;
    if (count == 0 || errno != EINTR) return TLSLAB_KEY_END;
  }
}

int tlslab_terminal_read_key(int milliseconds) {
  struct termios usual, raw;
  if (tcgetattr(STDIN_FILENO, &usual) != 0) return read_key(milliseconds, NULL);
  raw = without_lines(usual);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
  int key = read_key(milliseconds, &raw);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
  return key;
}

bool tlslab_terminal_has_input(void) {
  struct termios usual, raw;
  if (tcgetattr(STDIN_FILENO, &usual) != 0) return false;
  // What was typed or pasted while the line was edited counts as no line until its end is typed again:
  // only a terminal without lines tells of it.
  raw = without_lines(usual);
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  bool has_input = poll(&input, 1, 0) > 0 && (input.revents & POLLIN) != 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &usual);
  return has_input;
}
