#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "CLibeditShims.h"
#include "signals.h"

struct tlslab_edit_line {
  EditLine *line;
  History *history;
  const char *prompt;
  tlslab_tab_handler on_tab;
  void *context;
};

// Text of our own.
static void say(const char *text) { tlslab_terminal_write(text, strlen(text)); }

static tlslab_edit_line *owner(EditLine *line) {
  void *data = NULL;
  el_get(line, EL_CLIENTDATA, &data);
  return data;
}

static char *give_prompt(EditLine *line) {
  return (char *)owner(line)->prompt;
}

// Draws prompt and line anew from the start of the terminal's current row.
static void draw_again(EditLine *line) {
  say("\r");
  el_set(line, EL_REFRESH);
}

static unsigned char on_tab(EditLine *line, int key) {
  (void)key;
  tlslab_edit_line *editor = owner(line);
  if (editor->on_tab == NULL) return CC_ERROR;
  const LineInfo *info = el_line(line);
  size_t before = (size_t)(info->cursor - info->buffer);
  size_t after = (size_t)(info->lastchar - info->cursor);
  switch (editor->on_tab(editor->context, info->buffer, before, after)) {
    case TLSLAB_TAB_CHANGED: return CC_REFRESH;
    case TLSLAB_TAB_PRINTED: draw_again(line); return CC_NORM;
    case TLSLAB_TAB_NOTHING: break;
  }
  return CC_REFRESH_BEEP;
}

// One character of the locale's encoding; bytes that are none are dropped. Reading is our own so
// that signals end it by the flag and not by the luck of EINTR.
static int read_character(EditLine *line, wchar_t *character) {
  mbstate_t state;
  memset(&state, 0, sizeof state);
  for (;;) {
    int given_back = tlslab_take_put_back();
    if (given_back >= 0) {
      char first = (char)given_back;
      if (mbrtowc(character, &first, 1, &state) == 1) return 1;
      continue;
    }
    switch (tlslab_wait_for_input(STDIN_FILENO, -1)) {
      case INTERRUPTED: errno = EINTR; return -1;
      case TIMED_OUT:
      case INPUT_FAILED: return -1;
      case RESIZED:
        el_resize(line);
        draw_again(line);
        continue;
      case CONTINUED:
        // The shell has set the terminal to its own liking in the meantime.
        el_set(line, EL_PREP_TERM, 0);
        el_set(line, EL_PREP_TERM, 1);
        draw_again(line);
        continue;
      case INPUT_READY: break;
    }
    char byte;
    ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count == 0) return 0;
    if (count < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    size_t length = mbrtowc(character, &byte, 1, &state);
    if (length == (size_t)-1) {
      memset(&state, 0, sizeof state);
    } else if (length != (size_t)-2) {
      return 1;
    }
  }
}

// libedit drops typed UTF-8, and crashes on a prompt with it, in any other locale. LC_CTYPE alone:
// nothing of ours is to print numbers in the user's language.
static void use_utf8(void) {
  static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  }
}

static void bind_keys(EditLine *line) {
  // Debian's default is vi.
  el_set(line, EL_EDITOR, "emacs");
  // What people's fingers know from their shells.
  el_set(line, EL_BIND, "^R", "em-inc-search-prev", NULL);
  el_set(line, EL_BIND, "^W", "ed-delete-prev-word", NULL);
  el_set(line, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
  el_set(line, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
  // The user's own file has the last word, except for Tab: a change to vi keys would lose it.
  el_source(line, NULL);
  el_set(line, EL_ADDFN, "tlslab-complete", "Completes the word", on_tab);
  el_set(line, EL_BIND, "^I", "tlslab-complete", NULL);
}

tlslab_edit_line *tlslab_edit_line_make(const char *program, int history_limit) {
  use_utf8();
  tlslab_edit_line *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->prompt = "";
  editor->line = el_init(program, stdin, stdout, stderr);
  editor->history = history_init();
  if (editor->line == NULL || editor->history == NULL) {
    tlslab_edit_line_free(editor);
    return NULL;
  }
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, history_limit);
  history(editor->history, &event, H_SETUNIQUE, 1);
  el_set(editor->line, EL_CLIENTDATA, editor);
  el_set(editor->line, EL_HIST, history, editor->history);
  el_set(editor->line, EL_PROMPT_ESC, give_prompt, '\1');
  el_set(editor->line, EL_GETCFN, read_character);
  bind_keys(editor->line);
  return editor;
}

void tlslab_edit_line_free(tlslab_edit_line *editor) {
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  free(editor);
}

void tlslab_edit_line_on_tab(tlslab_edit_line *editor, tlslab_tab_handler handler, void *context) {
  editor->on_tab = handler;
  editor->context = context;
}

tlslab_line_kind tlslab_edit_line_read(
    tlslab_edit_line *editor, const char *prompt, const char **text, size_t *length) {
  tlslab_signals_install();
  tlslab_interrupt_clear();
  editor->prompt = prompt;
  int count = 0;
  *text = el_gets(editor->line, &count);
  editor->prompt = "";
  bool interrupted = tlslab_interrupt_is_requested();
  tlslab_interrupt_clear();
  if (interrupted) {
    say("^C\n");
    return TLSLAB_LINE_INTERRUPTED;
  }
  if (*text == NULL || count <= 0) {
    say("\n");
    return TLSLAB_LINE_END;
  }
  *length = (size_t)count;
  return TLSLAB_LINE_TEXT;
}

void tlslab_edit_line_insert(tlslab_edit_line *editor, const char *text) {
  el_insertstr(editor->line, text);
}

void tlslab_edit_line_remember(tlslab_edit_line *editor, const char *line) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, line);
}
