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
#embed "../../lessons/challenges/clean-sheet.md"
};
static const unsigned char file_3[] = {
#embed "../../lessons/challenges/half-a-call.md"
};
static const unsigned char file_4[] = {
#embed "../../lessons/challenges/in-time.md"
};
static const unsigned char file_5[] = {
#embed "../../lessons/challenges/nothing-stolen.md"
};
static const unsigned char file_6[] = {
#embed "../../lessons/challenges/only-check.md"
};
static const unsigned char file_7[] = {
#embed "../../lessons/challenges/second-hello.md"
};
static const unsigned char file_8[] = {
#embed "../../lessons/challenges/show-yourself.md"
};
static const unsigned char file_9[] = {
#embed "../../lessons/challenges/silence.md"
};
static const unsigned char file_10[] = {
#embed "../../lessons/challenges/the-office.md"
};
static const unsigned char file_11[] = {
#embed "../../lessons/challenges/third-time.md"
};
static const unsigned char file_12[] = {
#embed "../../lessons/challenges/ticket-office.md"
};
static const unsigned char file_13[] = {
#embed "../../lessons/challenges/twice-delivered.md"
};
static const unsigned char file_14[] = {
#embed "../../lessons/chat-and-presence/lesson.md"
};
static const unsigned char file_15[] = {
#embed "../../lessons/client-certificates/lesson.md"
};
static const unsigned char file_16[] = {
#embed "../../lessons/downgrade/lesson.md"
};
static const unsigned char file_17[] = {
#embed "../../lessons/first-handshake/lesson.md"
};
static const unsigned char file_18[] = {
#embed "../../lessons/forward-secrecy/demo.tlslab"
};
static const unsigned char file_19[] = {
#embed "../../lessons/forward-secrecy/lesson.md"
};
static const unsigned char file_20[] = {
#embed "../../lessons/from-1.1-to-1.2/lesson.md"
};
static const unsigned char file_21[] = {
#embed "../../lessons/harvest-now/lesson.md"
};
static const unsigned char file_22[] = {
#embed "../../lessons/hear-the-call/demo.tlslab"
};
static const unsigned char file_23[] = {
#embed "../../lessons/inside-the-call/lesson.md"
};
static const unsigned char file_24[] = {
#embed "../../lessons/integrity/lesson.md"
};
static const unsigned char file_25[] = {
#embed "../../lessons/key-update/lesson.md"
};
static const unsigned char file_26[] = {
#embed "../../lessons/man-in-the-middle/demo.tlslab"
};
static const unsigned char file_27[] = {
#embed "../../lessons/man-in-the-middle/lesson.md"
};
static const unsigned char file_28[] = {
#embed "../../lessons/media-keys/lesson.md"
};
static const unsigned char file_29[] = {
#embed "../../lessons/negotiation/lesson.md"
};
static const unsigned char file_30[] = {
#embed "../../lessons/order.yaml"
};
static const unsigned char file_31[] = {
#embed "../../lessons/privacy/lesson.md"
};
static const unsigned char file_32[] = {
#embed "../../lessons/provisioning/lesson.md"
};
static const unsigned char file_33[] = {
#embed "../../lessons/resumption/lesson.md"
};
static const unsigned char file_34[] = {
#embed "../../lessons/tampering/demo.tlslab"
};
static const unsigned char file_35[] = {
#embed "../../lessons/tls-1.2-against-1.3/demo.tlslab"
};
static const unsigned char file_36[] = {
#embed "../../lessons/tls-1.3/lesson.md"
};
static const unsigned char file_37[] = {
#embed "../../lessons/toolbox/lesson.md"
};
static const unsigned char file_38[] = {
#embed "../../lessons/tutorial/lesson.md"
};
static const unsigned char file_39[] = {
#embed "../../lessons/where-can-i-still-look/lesson.md"
};
static const unsigned char file_40[] = {
#embed "../../lessons/whose-hands/lesson.md"
};
static const unsigned char file_41[] = {
#embed "../../lessons/zero-rtt/lesson.md"
};

static const struct tlslab_lesson_file files[] = {
    {"audit/lesson.md", file_0, sizeof file_0},
    {"certificates/lesson.md", file_1, sizeof file_1},
    {"challenges/clean-sheet.md", file_2, sizeof file_2},
    {"challenges/half-a-call.md", file_3, sizeof file_3},
    {"challenges/in-time.md", file_4, sizeof file_4},
    {"challenges/nothing-stolen.md", file_5, sizeof file_5},
    {"challenges/only-check.md", file_6, sizeof file_6},
    {"challenges/second-hello.md", file_7, sizeof file_7},
    {"challenges/show-yourself.md", file_8, sizeof file_8},
    {"challenges/silence.md", file_9, sizeof file_9},
    {"challenges/the-office.md", file_10, sizeof file_10},
    {"challenges/third-time.md", file_11, sizeof file_11},
    {"challenges/ticket-office.md", file_12, sizeof file_12},
    {"challenges/twice-delivered.md", file_13, sizeof file_13},
    {"chat-and-presence/lesson.md", file_14, sizeof file_14},
    {"client-certificates/lesson.md", file_15, sizeof file_15},
    {"downgrade/lesson.md", file_16, sizeof file_16},
    {"first-handshake/lesson.md", file_17, sizeof file_17},
    {"forward-secrecy/demo.tlslab", file_18, sizeof file_18},
    {"forward-secrecy/lesson.md", file_19, sizeof file_19},
    {"from-1.1-to-1.2/lesson.md", file_20, sizeof file_20},
    {"harvest-now/lesson.md", file_21, sizeof file_21},
    {"hear-the-call/demo.tlslab", file_22, sizeof file_22},
    {"inside-the-call/lesson.md", file_23, sizeof file_23},
    {"integrity/lesson.md", file_24, sizeof file_24},
    {"key-update/lesson.md", file_25, sizeof file_25},
    {"man-in-the-middle/demo.tlslab", file_26, sizeof file_26},
    {"man-in-the-middle/lesson.md", file_27, sizeof file_27},
    {"media-keys/lesson.md", file_28, sizeof file_28},
    {"negotiation/lesson.md", file_29, sizeof file_29},
    {"order.yaml", file_30, sizeof file_30},
    {"privacy/lesson.md", file_31, sizeof file_31},
    {"provisioning/lesson.md", file_32, sizeof file_32},
    {"resumption/lesson.md", file_33, sizeof file_33},
    {"tampering/demo.tlslab", file_34, sizeof file_34},
    {"tls-1.2-against-1.3/demo.tlslab", file_35, sizeof file_35},
    {"tls-1.3/lesson.md", file_36, sizeof file_36},
    {"toolbox/lesson.md", file_37, sizeof file_37},
    {"tutorial/lesson.md", file_38, sizeof file_38},
    {"where-can-i-still-look/lesson.md", file_39, sizeof file_39},
    {"whose-hands/lesson.md", file_40, sizeof file_40},
    {"zero-rtt/lesson.md", file_41, sizeof file_41},
};

const struct tlslab_lesson_file *tlslab_lesson_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
