#include "CLibeditShims.h"
