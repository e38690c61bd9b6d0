// What Swift can't import from libedit and the terminal: variadic el_set and history, stdio's
// globals, signal handlers.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma mark Ctrl-C

/// From now on Ctrl-C raises a flag instead of ending the process.
void tlslab_interrupt_install(void);
bool tlslab_interrupt_is_requested(void);
void tlslab_interrupt_request(void);
void tlslab_interrupt_clear(void);

#pragma mark The terminal

typedef struct {
  int columns;
  int rows;
} tlslab_terminal_size_t;

/// The size of the terminal behind standard output; zeros where there is none or it doesn't say.
tlslab_terminal_size_t tlslab_terminal_size(void);

/// Whether something was typed, or pasted, that nobody has read.
bool tlslab_terminal_has_input(void);

#pragma mark The standard streams

/// To be called before anything else: streams that are closed are told from files that are opened later,
/// and no signal ends the program because of a write that failed.
void tlslab_streams_prepare(void);

/// Writes to standard output, behind everything that libedit and stdio have written. Where nobody reads
/// any more, the flag of Ctrl-C is raised.
void tlslab_terminal_write(const char *text, size_t length);

/// Writes to standard error.
void tlslab_terminal_complain(const char *text, size_t length);

/// The error number of the first write to standard output that failed; 0 when all went well.
int tlslab_terminal_write_error(void);

#pragma mark Keys

enum {
  TLSLAB_KEY_END = -1,
  TLSLAB_KEY_INTERRUPTED = -2,
  TLSLAB_KEY_NONE = -3,
  TLSLAB_KEY_RESIZED = -4,
};

/// Waits for one key without Enter or echo, for so long at most (a negative number is for ever): its
/// byte, or one of the codes above.
int tlslab_terminal_read_key(int milliseconds);

/// From now on, until the end, nothing that is typed is shown or waits for Enter, between keys too; and a
/// window that changes is told of.
void tlslab_terminal_keys_begin(void);
void tlslab_terminal_keys_end(void);

/// Gives a byte back: whoever reads next gets it first.
void tlslab_terminal_put_back(uint8_t byte);

#pragma mark One edited line

typedef struct tlslab_edit_line tlslab_edit_line;

typedef enum {
  TLSLAB_LINE_TEXT,
  TLSLAB_LINE_INTERRUPTED,
  TLSLAB_LINE_END,
} tlslab_line_kind;

typedef enum {
  /// The line was changed: draw it again.
  TLSLAB_TAB_CHANGED,
  /// Something was printed below the line: draw prompt and line again below that.
  TLSLAB_TAB_PRINTED,
  /// There is nothing to do: beep.
  TLSLAB_TAB_NOTHING,
} tlslab_tab_result;

/// What Tab does: gets the line as UTF-8, and its bytes before and after the cursor.
typedef tlslab_tab_result (*tlslab_tab_handler)(
    void *context, const char *line, size_t before, size_t after);

/// A line editor on standard input and output, or NULL. Reads `$EDITRC` or ~/.editrc.
tlslab_edit_line *tlslab_edit_line_make(const char *program, int history_limit);
void tlslab_edit_line_free(tlslab_edit_line *editor);
void tlslab_edit_line_on_tab(tlslab_edit_line *editor, tlslab_tab_handler handler, void *context);

/// Lets the user edit a line. `prompt` encloses each escape sequence in two bytes 0x01. The text
/// belongs to the editor, ends in its newline and is good until the next call.
tlslab_line_kind tlslab_edit_line_read(
    tlslab_edit_line *editor, const char *prompt, const char **text, size_t *length);

/// Puts text in at the cursor; for the handler of Tab.
void tlslab_edit_line_insert(tlslab_edit_line *editor, const char *text);

/// Adds a line to what arrow-up finds, unless it is the same as the last one.
void tlslab_edit_line_remember(tlslab_edit_line *editor, const char *line);
