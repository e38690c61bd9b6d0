// The lessons go into the program, so that it needs no folder beside it. Written by `make lessons`.
#include "CLessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../lessons/audit/lesson.de.md"
}; static const unsigned char file_1[] = {
#embed "../../lessons/audit/lesson.md"
}; static const unsigned char file_2[] = {
#embed "../../lessons/certificates/lesson.md"
}; static const unsigned char file_3[] = {
#embed "../../lessons/challenges/clean-sheet.md"
}; static const unsigned char file_4[] = {
#embed "../../lessons/challenges/half-a-call.md"
}; static const unsigned char file_5[] = {
#embed "../../lessons/challenges/in-time.md"
}; static const unsigned char file_6[] = {
#embed "../../lessons/challenges/nothing-stolen.md"
}; static const unsigned char file_7[] = {
#embed "../../lessons/challenges/only-check.md"
}; static const unsigned char file_8[] = {
#embed "../../lessons/challenges/second-hello.md"
}; static const unsigned char file_9[] = {
#embed "../../lessons/challenges/show-yourself.md"
}; static const unsigned char file_10[] = {
#embed "../../lessons/challenges/silence.md"
}; static const unsigned char file_11[] = {
#embed "../../lessons/challenges/the-office.md"
}; static const unsigned char file_12[] = {
#embed "../../lessons/challenges/third-time.md"
}; static const unsigned char file_13[] = {
#embed "../../lessons/challenges/ticket-office.md"
}; static const unsigned char file_14[] = {
#embed "../../lessons/challenges/twice-delivered.md"
}; static const unsigned char file_15[] = {
#embed "../../lessons/chat-and-presence/lesson.md"
}; static const unsigned char file_16[] = {
#embed "../../lessons/client-certificates/lesson.de.md"
}; static const unsigned char file_17[] = {
#embed "../../lessons/client-certificates/lesson.md"
}; static const unsigned char file_18[] = {
#embed "../../lessons/downgrade/lesson.de.md"
}; static const unsigned char file_19[] = {
#embed "../../lessons/downgrade/lesson.md"
}; static const unsigned char file_20[] = {
#embed "../../lessons/first-handshake/lesson.md"
}; static const unsigned char file_21[] = {
#embed "../../lessons/forward-secrecy/demo.tlslab"
}; static const unsigned char file_22[] = {
#embed "../../lessons/forward-secrecy/lesson.md"
}; static const unsigned char file_23[] = {
#embed "../../lessons/from-1.1-to-1.2/lesson.de.md"
}; static const unsigned char file_24[] = {
#embed "../../lessons/from-1.1-to-1.2/lesson.md"
}; static const unsigned char file_25[] = {
#embed "../../lessons/harvest-now/lesson.md"
}; static const unsigned char file_26[] = {
#embed "../../lessons/hear-the-call/demo.tlslab"
}; static const unsigned char file_27[] = {
#embed "../../lessons/inside-the-call/lesson.de.md"
}; static const unsigned char file_28[] = {
#embed "../../lessons/inside-the-call/lesson.md"
}; static const unsigned char file_29[] = {
#embed "../../lessons/integrity/lesson.md"
}; static const unsigned char file_30[] = {
#embed "../../lessons/key-update/lesson.de.md"
}; static const unsigned char file_31[] = {
#embed "../../lessons/key-update/lesson.md"
}; static const unsigned char file_32[] = {
#embed "../../lessons/man-in-the-middle/demo.tlslab"
}; static const unsigned char file_33[] = {
#embed "../../lessons/man-in-the-middle/lesson.md"
}; static const unsigned char file_34[] = {
#embed "../../lessons/media-keys/lesson.de.md"
}; static const unsigned char file_35[] = {
#embed "../../lessons/media-keys/lesson.md"
}; static const unsigned char file_36[] = {
#embed "../../lessons/negotiation/lesson.md"
}; static const unsigned char file_37[] = {
#embed "../../lessons/order.yaml"
}; static const unsigned char file_38[] = {
#embed "../../lessons/privacy/lesson.de.md"
}; static const unsigned char file_39[] = {
#embed "../../lessons/privacy/lesson.md"
}; static const unsigned char file_40[] = {
#embed "../../lessons/provisioning/lesson.md"
}; static const unsigned char file_41[] = {
#embed "../../lessons/resumption/lesson.de.md"
}; static const unsigned char file_42[] = {
#embed "../../lessons/resumption/lesson.md"
}; static const unsigned char file_43[] = {
#embed "../../lessons/tampering/demo.tlslab"
}; static const unsigned char file_44[] = {
#embed "../../lessons/tls-1.2-against-1.3/demo.tlslab"
}; static const unsigned char file_45[] = {
#embed "../../lessons/tls-1.3/lesson.md"
}; static const unsigned char file_46[] = {
#embed "../../lessons/toolbox/lesson.de.md"
}; static const unsigned char file_47[] = {
#embed "../../lessons/toolbox/lesson.md"
}; static const unsigned char file_48[] = {
#embed "../../lessons/tutorial/lesson.md"
}; static const unsigned char file_49[] = {
#embed "../../lessons/where-can-i-still-look/lesson.md"
}; static const unsigned char file_50[] = {
#embed "../../lessons/zero-rtt/lesson.de.md"
}; static const unsigned char file_51[] = {
#embed "../../lessons/zero-rtt/lesson.md"
};

static const struct tlslab_lesson_file files[] = {
    {"audit/lesson.de.md", file_0, sizeof file_0},
    {"audit/lesson.md", file_1, sizeof file_1},
    {"certificates/lesson.md", file_2, sizeof file_2},
    {"challenges/clean-sheet.md", file_3, sizeof file_3},
    {"challenges/half-a-call.md", file_4, sizeof file_4},
    {"challenges/in-time.md", file_5, sizeof file_5},
    {"challenges/nothing-stolen.md", file_6, sizeof file_6},
    {"challenges/only-check.md", file_7, sizeof file_7},
    {"challenges/second-hello.md", file_8, sizeof file_8},
    {"challenges/show-yourself.md", file_9, sizeof file_9},
    {"challenges/silence.md", file_10, sizeof file_10},
    {"challenges/the-office.md", file_11, sizeof file_11},
    {"challenges/third-time.md", file_12, sizeof file_12},
    {"challenges/ticket-office.md", file_13, sizeof file_13},
    {"challenges/twice-delivered.md", file_14, sizeof file_14},
    {"chat-and-presence/lesson.md", file_15, sizeof file_15},
    {"client-certificates/lesson.de.md", file_16, sizeof file_16},
    {"client-certificates/lesson.md", file_17, sizeof file_17},
    {"downgrade/lesson.de.md", file_18, sizeof file_18},
    {"downgrade/lesson.md", file_19, sizeof file_19},
    {"first-handshake/lesson.md", file_20, sizeof file_20},
    {"forward-secrecy/demo.tlslab", file_21, sizeof file_21},
    {"forward-secrecy/lesson.md", file_22, sizeof file_22},
    {"from-1.1-to-1.2/lesson.de.md", file_23, sizeof file_23},
    {"from-1.1-to-1.2/lesson.md", file_24, sizeof file_24},
    {"harvest-now/lesson.md", file_25, sizeof file_25},
    {"hear-the-call/demo.tlslab", file_26, sizeof file_26},
    {"inside-the-call/lesson.de.md", file_27, sizeof file_27},
    {"inside-the-call/lesson.md", file_28, sizeof file_28},
    {"integrity/lesson.md", file_29, sizeof file_29},
    {"key-update/lesson.de.md", file_30, sizeof file_30},
    {"key-update/lesson.md", file_31, sizeof file_31},
    {"man-in-the-middle/demo.tlslab", file_32, sizeof file_32},
    {"man-in-the-middle/lesson.md", file_33, sizeof file_33},
    {"media-keys/lesson.de.md", file_34, sizeof file_34},
    {"media-keys/lesson.md", file_35, sizeof file_35},
    {"negotiation/lesson.md", file_36, sizeof file_36},
    {"order.yaml", file_37, sizeof file_37},
    {"privacy/lesson.de.md", file_38, sizeof file_38},
    {"privacy/lesson.md", file_39, sizeof file_39},
    {"provisioning/lesson.md", file_40, sizeof file_40},
    {"resumption/lesson.de.md", file_41, sizeof file_41},
    {"resumption/lesson.md", file_42, sizeof file_42},
    {"tampering/demo.tlslab", file_43, sizeof file_43},
    {"tls-1.2-against-1.3/demo.tlslab", file_44, sizeof file_44},
    {"tls-1.3/lesson.md", file_45, sizeof file_45},
    {"toolbox/lesson.de.md", file_46, sizeof file_46},
    {"toolbox/lesson.md", file_47, sizeof file_47},
    {"tutorial/lesson.md", file_48, sizeof file_48},
    {"where-can-i-still-look/lesson.md", file_49, sizeof file_49},
    {"zero-rtt/lesson.de.md", file_50, sizeof file_50},
    {"zero-rtt/lesson.md", file_51, sizeof file_51},
};

const struct tlslab_lesson_file *tlslab_lesson_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
