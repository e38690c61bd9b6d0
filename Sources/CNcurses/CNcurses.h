#pragma once
// Debian's header declares characters of several bytes on request alone; that of macOS always does.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
