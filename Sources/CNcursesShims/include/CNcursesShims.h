// What Swift can't import from ncurses: macros, variadic functions, globals; and what belongs together
// when a terminal is taken over and given back.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Whether this terminal can be written on anywhere at all: its description is there, and tells how the
/// cursor is moved. Changes nothing.
bool tlslab_screen_is_possible(void);

/// Takes the terminal over: no line editing, no echo, an empty screen. False where that is not possible.
bool tlslab_screen_open(bool in_color);

/// Gives the terminal back as it was.
void tlslab_screen_close(void);

/// The size as it is now, after a change of it too.
void tlslab_screen_follow_size(int *rows, int *columns);

#pragma mark Writing

/// How a piece of text looks: a colour of 0 (none) to 7, and any of the rest.
enum {
  TLSLAB_LOOK_COLOR = 7,
  TLSLAB_LOOK_BOLD = 8,
  TLSLAB_LOOK_DIM = 16,
  TLSLAB_LOOK_LIT = 32,
};

void tlslab_screen_clear(void);
void tlslab_screen_put(int row, int column, const char *text, int look);

/// Shows what was put, with the cursor at a place; out of sight where the row is negative.
void tlslab_screen_show(int row, int column);

/// Everything anew, whatever another program has written there.
void tlslab_screen_redraw(void);

#pragma mark Reading

typedef enum {
  TLSLAB_SCREEN_NOTHING,
  /// Nobody is there any more.
  TLSLAB_SCREEN_END,
  /// `code` is a Unicode scalar; control characters are among them.
  TLSLAB_SCREEN_CHARACTER,
  TLSLAB_SCREEN_UP,
  TLSLAB_SCREEN_DOWN,
  TLSLAB_SCREEN_LEFT,
  TLSLAB_SCREEN_RIGHT,
  TLSLAB_SCREEN_PAGE_UP,
  TLSLAB_SCREEN_PAGE_DOWN,
  TLSLAB_SCREEN_HOME,
  TLSLAB_SCREEN_LAST,
  TLSLAB_SCREEN_ENTER,
  TLSLAB_SCREEN_BACK_TAB,
  TLSLAB_SCREEN_BACKSPACE,
  TLSLAB_SCREEN_DELETE,
  TLSLAB_SCREEN_RESIZED,
  TLSLAB_SCREEN_CLICK,
  TLSLAB_SCREEN_WHEEL_UP,
  TLSLAB_SCREEN_WHEEL_DOWN,
  /// A key that has no meaning here.
  TLSLAB_SCREEN_OTHER,
} tlslab_screen_key_kind;

typedef struct {
  tlslab_screen_key_kind kind;
  uint32_t code;
  int row;
  int column;
} tlslab_screen_key;

/// The next key, or nothing after so long or when a signal came.
tlslab_screen_key tlslab_screen_read_key(int milliseconds);
