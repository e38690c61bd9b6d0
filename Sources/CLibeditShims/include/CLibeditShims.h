// What Swift can't import from libedit: el_set and history are variadic; stdio streams; signals.
#pragma once
