#ifndef CLESSONS_H
#define CLESSONS_H

#include <stddef.h>

/// One file of the lessons, as it stands in the program.
struct tlslab_lesson_file {
  /// Counted from the folder of the lessons: `tutorial/lesson.md`.
  const char *path;
  const unsigned char *bytes;
  size_t count;
};

/// The files, one after the other; nothing past the last one.
const struct tlslab_lesson_file *tlslab_lesson_file_at(size_t index);

#endif
