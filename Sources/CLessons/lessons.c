// The lessons go into the program, so that it needs no folder beside it. Written by `make lessons`.
#include "CLessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../lessons/audit/lesson.de.md"
}; static const unsigned char file_1[] = {
#embed "../../lessons/audit/lesson.md"
}; static const unsigned char file_2[] = {
#embed "../../lessons/certificates/lesson.de.md"
}; static const unsigned char file_3[] = {
#embed "../../lessons/certificates/lesson.md"
}; static const unsigned char file_4[] = {
#embed "../../lessons/challenges/clean-sheet.de.md"
}; static const unsigned char file_5[] = {
#embed "../../lessons/challenges/clean-sheet.md"
}; static const unsigned char file_6[] = {
#embed "../../lessons/challenges/half-a-call.de.md"
}; static const unsigned char file_7[] = {
#embed "../../lessons/challenges/half-a-call.md"
}; static const unsigned char file_8[] = {
#embed "../../lessons/challenges/in-time.de.md"
}; static const unsigned char file_9[] = {
#embed "../../lessons/challenges/in-time.md"
}; static const unsigned char file_10[] = {
#embed "../../lessons/challenges/nothing-stolen.de.md"
}; static const unsigned char file_11[] = {
#embed "../../lessons/challenges/nothing-stolen.md"
}; static const unsigned char file_12[] = {
#embed "../../lessons/challenges/only-check.de.md"
}; static const unsigned char file_13[] = {
#embed "../../lessons/challenges/only-check.md"
}; static const unsigned char file_14[] = {
#embed "../../lessons/challenges/second-hello.de.md"
}; static const unsigned char file_15[] = {
#embed "../../lessons/challenges/second-hello.md"
}; static const unsigned char file_16[] = {
#embed "../../lessons/challenges/show-yourself.de.md"
}; static const unsigned char file_17[] = {
#embed "../../lessons/challenges/show-yourself.md"
}; static const unsigned char file_18[] = {
#embed "../../lessons/challenges/silence.de.md"
}; static const unsigned char file_19[] = {
#embed "../../lessons/challenges/silence.md"
}; static const unsigned char file_20[] = {
#embed "../../lessons/challenges/the-office.de.md"
}; static const unsigned char file_21[] = {
#embed "../../lessons/challenges/the-office.md"
}; static const unsigned char file_22[] = {
#embed "../../lessons/challenges/third-time.de.md"
}; static const unsigned char file_23[] = {
#embed "../../lessons/challenges/third-time.md"
}; static const unsigned char file_24[] = {
#embed "../../lessons/challenges/ticket-office.de.md"
}; static const unsigned char file_25[] = {
#embed "../../lessons/challenges/ticket-office.md"
}; static const unsigned char file_26[] = {
#embed "../../lessons/challenges/twice-delivered.de.md"
}; static const unsigned char file_27[] = {
#embed "../../lessons/challenges/twice-delivered.md"
}; static const unsigned char file_28[] = {
#embed "../../lessons/chat-and-presence/lesson.de.md"
}; static const unsigned char file_29[] = {
#embed "../../lessons/chat-and-presence/lesson.md"
}; static const unsigned char file_30[] = {
#embed "../../lessons/client-certificates/lesson.de.md"
}; static const unsigned char file_31[] = {
#embed "../../lessons/client-certificates/lesson.md"
}; static const unsigned char file_32[] = {
#embed "../../lessons/downgrade/lesson.de.md"
}; static const unsigned char file_33[] = {
#embed "../../lessons/downgrade/lesson.md"
}; static const unsigned char file_34[] = {
#embed "../../lessons/first-handshake/lesson.de.md"
}; static const unsigned char file_35[] = {
#embed "../../lessons/first-handshake/lesson.md"
}; static const unsigned char file_36[] = {
#embed "../../lessons/forward-secrecy/demo.de.tlslab"
}; static const unsigned char file_37[] = {
#embed "../../lessons/forward-secrecy/demo.tlslab"
}; static const unsigned char file_38[] = {
#embed "../../lessons/forward-secrecy/lesson.de.md"
}; static const unsigned char file_39[] = {
#embed "../../lessons/forward-secrecy/lesson.md"
}; static const unsigned char file_40[] = {
#embed "../../lessons/from-1.1-to-1.2/lesson.de.md"
}; static const unsigned char file_41[] = {
#embed "../../lessons/from-1.1-to-1.2/lesson.md"
}; static const unsigned char file_42[] = {
#embed "../../lessons/harvest-now/lesson.de.md"
}; static const unsigned char file_43[] = {
#embed "../../lessons/harvest-now/lesson.md"
}; static const unsigned char file_44[] = {
#embed "../../lessons/hear-the-call/demo.de.tlslab"
}; static const unsigned char file_45[] = {
#embed "../../lessons/hear-the-call/demo.tlslab"
}; static const unsigned char file_46[] = {
#embed "../../lessons/inside-the-call/lesson.de.md"
}; static const unsigned char file_47[] = {
#embed "../../lessons/inside-the-call/lesson.md"
}; static const unsigned char file_48[] = {
#embed "../../lessons/integrity/lesson.de.md"
}; static const unsigned char file_49[] = {
#embed "../../lessons/integrity/lesson.md"
}; static const unsigned char file_50[] = {
#embed "../../lessons/key-update/lesson.de.md"
}; static const unsigned char file_51[] = {
#embed "../../lessons/key-update/lesson.md"
}; static const unsigned char file_52[] = {
#embed "../../lessons/man-in-the-middle/demo.de.tlslab"
}; static const unsigned char file_53[] = {
#embed "../../lessons/man-in-the-middle/demo.tlslab"
}; static const unsigned char file_54[] = {
#embed "../../lessons/man-in-the-middle/lesson.de.md"
}; static const unsigned char file_55[] = {
#embed "../../lessons/man-in-the-middle/lesson.md"
}; static const unsigned char file_56[] = {
#embed "../../lessons/media-keys/lesson.de.md"
}; static const unsigned char file_57[] = {
#embed "../../lessons/media-keys/lesson.md"
}; static const unsigned char file_58[] = {
#embed "../../lessons/negotiation/lesson.de.md"
}; static const unsigned char file_59[] = {
#embed "../../lessons/negotiation/lesson.md"
}; static const unsigned char file_60[] = {
#embed "../../lessons/order.yaml"
}; static const unsigned char file_61[] = {
#embed "../../lessons/privacy/lesson.de.md"
}; static const unsigned char file_62[] = {
#embed "../../lessons/privacy/lesson.md"
}; static const unsigned char file_63[] = {
#embed "../../lessons/provisioning/lesson.de.md"
}; static const unsigned char file_64[] = {
#embed "../../lessons/provisioning/lesson.md"
}; static const unsigned char file_65[] = {
#embed "../../lessons/resumption/lesson.de.md"
}; static const unsigned char file_66[] = {
#embed "../../lessons/resumption/lesson.md"
}; static const unsigned char file_67[] = {
#embed "../../lessons/tampering/demo.de.tlslab"
}; static const unsigned char file_68[] = {
#embed "../../lessons/tampering/demo.tlslab"
}; static const unsigned char file_69[] = {
#embed "../../lessons/tls-1.2-against-1.3/demo.de.tlslab"
}; static const unsigned char file_70[] = {
#embed "../../lessons/tls-1.2-against-1.3/demo.tlslab"
}; static const unsigned char file_71[] = {
#embed "../../lessons/tls-1.3/lesson.de.md"
}; static const unsigned char file_72[] = {
#embed "../../lessons/tls-1.3/lesson.md"
}; static const unsigned char file_73[] = {
#embed "../../lessons/toolbox/lesson.de.md"
}; static const unsigned char file_74[] = {
#embed "../../lessons/toolbox/lesson.md"
}; static const unsigned char file_75[] = {
#embed "../../lessons/tutorial/lesson.de.md"
}; static const unsigned char file_76[] = {
#embed "../../lessons/tutorial/lesson.md"
}; static const unsigned char file_77[] = {
#embed "../../lessons/where-can-i-still-look/lesson.de.md"
}; static const unsigned char file_78[] = {
#embed "../../lessons/where-can-i-still-look/lesson.md"
}; static const unsigned char file_79[] = {
#embed "../../lessons/whose-hands/lesson.de.md"
}; static const unsigned char file_80[] = {
#embed "../../lessons/whose-hands/lesson.md"
}; static const unsigned char file_81[] = {
#embed "../../lessons/zero-rtt/lesson.de.md"
}; static const unsigned char file_82[] = {
#embed "../../lessons/zero-rtt/lesson.md"
};

static const struct tlslab_lesson_file files[] = {
    {"audit/lesson.de.md", file_0, sizeof file_0},
    {"audit/lesson.md", file_1, sizeof file_1},
    {"certificates/lesson.de.md", file_2, sizeof file_2},
    {"certificates/lesson.md", file_3, sizeof file_3},
    {"challenges/clean-sheet.de.md", file_4, sizeof file_4},
    {"challenges/clean-sheet.md", file_5, sizeof file_5},
    {"challenges/half-a-call.de.md", file_6, sizeof file_6},
    {"challenges/half-a-call.md", file_7, sizeof file_7},
    {"challenges/in-time.de.md", file_8, sizeof file_8},
    {"challenges/in-time.md", file_9, sizeof file_9},
    {"challenges/nothing-stolen.de.md", file_10, sizeof file_10},
    {"challenges/nothing-stolen.md", file_11, sizeof file_11},
    {"challenges/only-check.de.md", file_12, sizeof file_12},
    {"challenges/only-check.md", file_13, sizeof file_13},
    {"challenges/second-hello.de.md", file_14, sizeof file_14},
    {"challenges/second-hello.md", file_15, sizeof file_15},
    {"challenges/show-yourself.de.md", file_16, sizeof file_16},
    {"challenges/show-yourself.md", file_17, sizeof file_17},
    {"challenges/silence.de.md", file_18, sizeof file_18},
    {"challenges/silence.md", file_19, sizeof file_19},
    {"challenges/the-office.de.md", file_20, sizeof file_20},
    {"challenges/the-office.md", file_21, sizeof file_21},
    {"challenges/third-time.de.md", file_22, sizeof file_22},
    {"challenges/third-time.md", file_23, sizeof file_23},
    {"challenges/ticket-office.de.md", file_24, sizeof file_24},
    {"challenges/ticket-office.md", file_25, sizeof file_25},
    {"challenges/twice-delivered.de.md", file_26, sizeof file_26},
    {"challenges/twice-delivered.md", file_27, sizeof file_27},
    {"chat-and-presence/lesson.de.md", file_28, sizeof file_28},
    {"chat-and-presence/lesson.md", file_29, sizeof file_29},
    {"client-certificates/lesson.de.md", file_30, sizeof file_30},
    {"client-certificates/lesson.md", file_31, sizeof file_31},
    {"downgrade/lesson.de.md", file_32, sizeof file_32},
    {"downgrade/lesson.md", file_33, sizeof file_33},
    {"first-handshake/lesson.de.md", file_34, sizeof file_34},
    {"first-handshake/lesson.md", file_35, sizeof file_35},
    {"forward-secrecy/demo.de.tlslab", file_36, sizeof file_36},
    {"forward-secrecy/demo.tlslab", file_37, sizeof file_37},
    {"forward-secrecy/lesson.de.md", file_38, sizeof file_38},
    {"forward-secrecy/lesson.md", file_39, sizeof file_39},
    {"from-1.1-to-1.2/lesson.de.md", file_40, sizeof file_40},
    {"from-1.1-to-1.2/lesson.md", file_41, sizeof file_41},
    {"harvest-now/lesson.de.md", file_42, sizeof file_42},
    {"harvest-now/lesson.md", file_43, sizeof file_43},
    {"hear-the-call/demo.de.tlslab", file_44, sizeof file_44},
    {"hear-the-call/demo.tlslab", file_45, sizeof file_45},
    {"inside-the-call/lesson.de.md", file_46, sizeof file_46},
    {"inside-the-call/lesson.md", file_47, sizeof file_47},
    {"integrity/lesson.de.md", file_48, sizeof file_48},
    {"integrity/lesson.md", file_49, sizeof file_49},
    {"key-update/lesson.de.md", file_50, sizeof file_50},
    {"key-update/lesson.md", file_51, sizeof file_51},
    {"man-in-the-middle/demo.de.tlslab", file_52, sizeof file_52},
    {"man-in-the-middle/demo.tlslab", file_53, sizeof file_53},
    {"man-in-the-middle/lesson.de.md", file_54, sizeof file_54},
    {"man-in-the-middle/lesson.md", file_55, sizeof file_55},
    {"media-keys/lesson.de.md", file_56, sizeof file_56},
    {"media-keys/lesson.md", file_57, sizeof file_57},
    {"negotiation/lesson.de.md", file_58, sizeof file_58},
    {"negotiation/lesson.md", file_59, sizeof file_59},
    {"order.yaml", file_60, sizeof file_60},
    {"privacy/lesson.de.md", file_61, sizeof file_61},
    {"privacy/lesson.md", file_62, sizeof file_62},
    {"provisioning/lesson.de.md", file_63, sizeof file_63},
    {"provisioning/lesson.md", file_64, sizeof file_64},
    {"resumption/lesson.de.md", file_65, sizeof file_65},
    {"resumption/lesson.md", file_66, sizeof file_66},
    {"tampering/demo.de.tlslab", file_67, sizeof file_67},
    {"tampering/demo.tlslab", file_68, sizeof file_68},
    {"tls-1.2-against-1.3/demo.de.tlslab", file_69, sizeof file_69},
    {"tls-1.2-against-1.3/demo.tlslab", file_70, sizeof file_70},
    {"tls-1.3/lesson.de.md", file_71, sizeof file_71},
    {"tls-1.3/lesson.md", file_72, sizeof file_72},
    {"toolbox/lesson.de.md", file_73, sizeof file_73},
    {"toolbox/lesson.md", file_74, sizeof file_74},
    {"tutorial/lesson.de.md", file_75, sizeof file_75},
    {"tutorial/lesson.md", file_76, sizeof file_76},
    {"where-can-i-still-look/lesson.de.md", file_77, sizeof file_77},
    {"where-can-i-still-look/lesson.md", file_78, sizeof file_78},
    {"whose-hands/lesson.de.md", file_79, sizeof file_79},
    {"whose-hands/lesson.md", file_80, sizeof file_80},
    {"zero-rtt/lesson.de.md", file_81, sizeof file_81},
    {"zero-rtt/lesson.md", file_82, sizeof file_82},
};

const struct tlslab_lesson_file *tlslab_lesson_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
