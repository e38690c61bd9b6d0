#ifndef CTRANSCRIPTS_H
#define CTRANSCRIPTS_H

#include <stddef.h>

// What every page of a transcript carries inside, as the files beside `page.c` have it.
extern const unsigned char *const tlslab_page_style;
extern const size_t tlslab_page_style_count;
extern const unsigned char *const tlslab_page_script;
extern const size_t tlslab_page_script_count;

#endif
