// Debian's header declares characters of several bytes on request alone.
#define NCURSES_WIDECHAR 1

#include "CNcursesShims.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

// Behind curses.h, which it needs.
#include <term.h>

// It takes the names of ordinary things.
#undef lines
#undef columns

// Made once: a second one would lose what the first has asked of the signals.
static SCREEN *screen;
static bool has_color;

// What ncurses does on these is right as long as it has the terminal.
static const int watched[] = {SIGTERM, SIGTSTP};
static struct sigaction before[2], meanwhile[2];

bool tlslab_screen_is_possible(void) {
  if (screen != NULL) return true;
  int problem = 0;
  if (setupterm(NULL, STDOUT_FILENO, &problem) != OK) return false;
  const char *move = tigetstr("cup");
  return move != NULL && move != (char *)-1;
}

// Text is UTF-8 whatever the locale. LC_CTYPE alone: no number is to be printed in the user's language.
static void use_utf8(void) {
  static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  }
}

static void begin_colors(bool in_color) {
  has_color = in_color && has_colors() && start_color() == OK;
  if (!has_color) return;
  // The terminal's own background, dark or light.
  short background = use_default_colors() == OK ? -1 : COLOR_BLACK;
  for (short color = 1; color < COLORS && color <= TLSLAB_LOOK_COLOR; color++) {
    init_pair(color, color, background);
  }
}

// Some terminals send arrows the plain way whatever they were asked for.
static void know_plain_arrows(void) {
  define_key("\033[A", KEY_UP);
  define_key("\033[B", KEY_DOWN);
  define_key("\033[C", KEY_RIGHT);
  define_key("\033[D", KEY_LEFT);
}

static bool make_screen(bool in_color) {
  use_utf8();
  // A lone Escape is not the beginning of anything for long.
  set_escdelay(25);
  screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) return false;
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  know_plain_arrows();
  mousemask(BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
  mouseinterval(0);
  begin_colors(in_color);
  return true;
}

bool tlslab_screen_open(bool in_color) {
  if (!tlslab_screen_is_possible()) return false;
  for (int i = 0; i < 2; i++) sigaction(watched[i], NULL, &before[i]);
  if (screen == NULL) {
    if (!make_screen(in_color)) return false;
  } else {
    for (int i = 0; i < 2; i++) sigaction(watched[i], &meanwhile[i], NULL);
    int rows, columns;
    tlslab_screen_follow_size(&rows, &columns);
    mousemask(BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
  }
  clear();
  clearok(curscr, TRUE);
  refresh();
  return true;
}

void tlslab_screen_close(void) {
  mousemask(0, NULL);
  curs_set(1);
  clear();
  refresh();
  endwin();
  for (int i = 0; i < 2; i++) {
    sigaction(watched[i], NULL, &meanwhile[i]);
    sigaction(watched[i], &before[i], NULL);
  }
}

void tlslab_screen_follow_size(int *rows, int *columns) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
      is_term_resized(size.ws_row, size.ws_col)) {
    resizeterm(size.ws_row, size.ws_col);
    clearok(curscr, TRUE);
  }
  *rows = LINES;
  *columns = COLS;
}

void tlslab_screen_clear(void) { erase(); }

void tlslab_screen_put(int row, int column, const char *text, int look) {
  attr_t attributes = 0;
  if (look & TLSLAB_LOOK_BOLD) attributes |= A_BOLD;
  if (look & TLSLAB_LOOK_DIM) attributes |= A_DIM;
  if (look & TLSLAB_LOOK_LIT) attributes |= A_REVERSE;
  attr_set(attributes, has_color ? (short)(look & TLSLAB_LOOK_COLOR) : 0, NULL);
  mvaddstr(row, column, text);
  attr_set(0, 0, NULL);
}

void tlslab_screen_show(int row, int column) {
  curs_set(row >= 0);
  if (row >= 0) {
    move(row, column);
  } else {
    move(LINES - 1, 0);
  }
  refresh();
}

void tlslab_screen_redraw(void) { clearok(curscr, TRUE); }

static tlslab_screen_key_kind named(wint_t code) {
  switch (code) {
    case KEY_UP: return TLSLAB_SCREEN_UP;
    case KEY_DOWN: return TLSLAB_SCREEN_DOWN;
    case KEY_LEFT: return TLSLAB_SCREEN_LEFT;
    case KEY_RIGHT: return TLSLAB_SCREEN_RIGHT;
    case KEY_PPAGE: return TLSLAB_SCREEN_PAGE_UP;
    case KEY_NPAGE: return TLSLAB_SCREEN_PAGE_DOWN;
    case KEY_HOME: return TLSLAB_SCREEN_HOME;
    case KEY_END: return TLSLAB_SCREEN_LAST;
    case KEY_ENTER: return TLSLAB_SCREEN_ENTER;
    case KEY_BTAB: return TLSLAB_SCREEN_BACK_TAB;
    case KEY_BACKSPACE: return TLSLAB_SCREEN_BACKSPACE;
    case KEY_DC: return TLSLAB_SCREEN_DELETE;
    case KEY_RESIZE: return TLSLAB_SCREEN_RESIZED;
    default: return TLSLAB_SCREEN_OTHER;
  }
}

static tlslab_screen_key mouse(void) {
  tlslab_screen_key key = {TLSLAB_SCREEN_OTHER, 0, 0, 0};
  MEVENT event;
  if (getmouse(&event) != OK) return key;
  key.row = event.y;
  key.column = event.x;
  if (event.bstate & BUTTON4_PRESSED) {
    key.kind = TLSLAB_SCREEN_WHEEL_UP;
  } else if (event.bstate & BUTTON5_PRESSED) {
    key.kind = TLSLAB_SCREEN_WHEEL_DOWN;
  } else if (event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) {
    key.kind = TLSLAB_SCREEN_CLICK;
  }
  return key;
}

static bool has_size_changed(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
         (size.ws_row != LINES || size.ws_col != COLS);
}

// What ncurses has read already, it tells of at once; what is still to come is waited for here, because a
// signal that comes while ncurses waits would be lost.
tlslab_screen_key tlslab_screen_read_key(int milliseconds) {
  tlslab_screen_key key = {TLSLAB_SCREEN_NOTHING, 0, 0, 0};
  wint_t code = 0;
  // A key is meant for the screen as it is now.
  if (has_size_changed()) {
    key.kind = TLSLAB_SCREEN_RESIZED;
    return key;
  }
  timeout(0);
  int result = get_wch(&code);
  if (result == ERR) {
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    int count = poll(&input, 1, milliseconds);
    if (has_size_changed()) {
      key.kind = TLSLAB_SCREEN_RESIZED;
      return key;
    }
    if (count <= 0) return key;
    result = get_wch(&code);
    if (result == ERR) {
      if (input.revents & (POLLHUP | POLLERR | POLLNVAL)) key.kind = TLSLAB_SCREEN_END;
      return key;
    }
  }
  if (result == KEY_CODE_YES && code == KEY_MOUSE) return mouse();
  key.kind = result == KEY_CODE_YES ? named(code) : TLSLAB_SCREEN_CHARACTER;
  key.code = code;
  return key;
}
