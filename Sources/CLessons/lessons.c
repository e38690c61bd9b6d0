// The lessons go into the program, so that it needs no folder beside it. Written by `make lessons`.
#include "CLessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../lessons/audit/lesson.md"
};
static const unsigned char file_1[] = {
#embed "../../lessons/certificates/lesson.md"
};
static const unsigned char file_2[] = {
#embed "../../lessons/client-certificates/lesson.md"
};
static const unsigned char file_3[] = {
#embed "../../lessons/downgrade/lesson.md"
};
static const unsigned char file_4[] = {
#embed "../../lessons/first-handshake/lesson.md"
};
static const unsigned char file_5[] = {
#embed "../../lessons/forward-secrecy/demo.tlslab"
};
static const unsigned char file_6[] = {
#embed "../../lessons/forward-secrecy/lesson.md"
};
static const unsigned char file_7[] = {
#embed "../../lessons/from-1.1-to-1.2/lesson.md"
};
static const unsigned char file_8[] = {
#embed "../../lessons/integrity/lesson.md"
};
static const unsigned char file_9[] = {
#embed "../../lessons/key-update/lesson.md"
};
static const unsigned char file_10[] = {
#embed "../../lessons/man-in-the-middle/demo.tlslab"
};
static const unsigned char file_11[] = {
#embed "../../lessons/man-in-the-middle/lesson.md"
};
static const unsigned char file_12[] = {
#embed "../../lessons/negotiation/lesson.md"
};
static const unsigned char file_13[] = {
#embed "../../lessons/order.yaml"
};
static const unsigned char file_14[] = {
#embed "../../lessons/privacy/lesson.md"
};
static const unsigned char file_15[] = {
#embed "../../lessons/resumption/lesson.md"
};
static const unsigned char file_16[] = {
#embed "../../lessons/tampering/demo.tlslab"
};
static const unsigned char file_17[] = {
#embed "../../lessons/tls-1.2-against-1.3/demo.tlslab"
};
static const unsigned char file_18[] = {
#embed "../../lessons/tls-1.3/lesson.md"
};
static const unsigned char file_19[] = {
#embed "../../lessons/toolbox/lesson.md"
};
static const unsigned char file_20[] = {
#embed "../../lessons/tutorial/lesson.md"
};
static const unsigned char file_21[] = {
#embed "../../lessons/zero-rtt/lesson.md"
};

static const struct tlslab_lesson_file files[] = {
    {"audit/lesson.md", file_0, sizeof file_0},
    {"certificates/lesson.md", file_1, sizeof file_1},
    {"client-certificates/lesson.md", file_2, sizeof file_2},
    {"downgrade/lesson.md", file_3, sizeof file_3},
    {"first-handshake/lesson.md", file_4, sizeof file_4},
    {"forward-secrecy/demo.tlslab", file_5, sizeof file_5},
    {"forward-secrecy/lesson.md", file_6, sizeof file_6},
    {"from-1.1-to-1.2/lesson.md", file_7, sizeof file_7},
    {"integrity/lesson.md", file_8, sizeof file_8},
    {"key-update/lesson.md", file_9, sizeof file_9},
    {"man-in-the-middle/demo.tlslab", file_10, sizeof file_10},
    {"man-in-the-middle/lesson.md", file_11, sizeof file_11},
    {"negotiation/lesson.md", file_12, sizeof file_12},
    {"order.yaml", file_13, sizeof file_13},
    {"privacy/lesson.md", file_14, sizeof file_14},
    {"resumption/lesson.md", file_15, sizeof file_15},
    {"tampering/demo.tlslab", file_16, sizeof file_16},
    {"tls-1.2-against-1.3/demo.tlslab", file_17, sizeof file_17},
    {"tls-1.3/lesson.md", file_18, sizeof file_18},
    {"toolbox/lesson.md", file_19, sizeof file_19},
    {"tutorial/lesson.md", file_20, sizeof file_20},
    {"zero-rtt/lesson.md", file_21, sizeof file_21},
};

const struct tlslab_lesson_file *tlslab_lesson_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
