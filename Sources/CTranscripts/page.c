// Style and script of a transcript's page go into the program as they are, so that a page needs
// nothing beside itself.
#include "CTranscripts.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char style[] = {
#embed "page.css"
};
static const unsigned char script[] = {
#embed "page.js"
};

const unsigned char *const tlslab_page_style = style;
const size_t tlslab_page_style_count = sizeof style;
const unsigned char *const tlslab_page_script = script;
const size_t tlslab_page_script_count = sizeof script;
