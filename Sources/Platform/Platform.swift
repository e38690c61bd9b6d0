// What the system's libraries give: of Foundation the essentials alone, and the C library. The whole of
// Foundation has the languages of the world in it, 40 MB of them, and a program that is linked
// statically carries them all as soon as one file imports it. On macOS it is part of the system.
#if canImport(Darwin)
  @_exported public import Foundation
#else
  @_exported public import FoundationEssentials
  @_exported public import Glibc
#endif
