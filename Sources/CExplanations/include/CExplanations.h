#ifndef CEXPLANATIONS_H
#define CEXPLANATIONS_H

#include <stddef.h>

/// One file of the catalogue, as it stands in the program.
struct tlslab_catalogue_file {
  /// The folder: `en`; empty for what is the same in all languages.
  const char *language;
  /// The file's name without its ending: `fields`.
  const char *kind;
  const unsigned char *bytes;
  size_t count;
};

/// The files of all languages, one after the other; nothing past the last one.
const struct tlslab_catalogue_file *tlslab_catalogue_file_at(size_t index);

#endif
