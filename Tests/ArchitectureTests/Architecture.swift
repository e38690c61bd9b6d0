/// What must never come about, in few lines. Who imports what stands in `Package.swift` alone, and the
/// build holds every file to it.
enum Architecture {
  /// Targets, and what they must not reach over any number of imports.
  static let forbidden: [(from: Set<String>, to: Set<String>, why: String)] = [
    (
      ["Eavesdropper"], ["TLSEngine", "Interceptor", "Lab"],
      "it reads the recording and nothing else"
    ),
    (["Interceptor"], ["Lab"], "an attacker holds what was handed over, not everybody's secrets"),
    (
      ["Bytes", "Knowledge"], ["TLSWire", "CryptoPrimitives", "X509"],
      "how things are written and known is the same for every protocol"
    ),
    (
      ["TLSWire", "TLSKeys", "TLSEngine", "X509", "DTLS"], ["Lab", "Network", "Files", "Storage"],
      "the protocol is played without a world, a wire or a disk"
    ),
    (
      ["Lab", "TLSEngine", "X509", "Eavesdropper"],
      ["Explanations", "Pages", "Screens", "Commands"], "words are said at the edge"
    ),
    (
      ["Screens", "Transcripts"], ["Commands", "Lessons", "Sockets", "Console"],
      "what shows does not act"
    ),
    (["Commands", "Screens"], ["CLibeditShims"], "the language knows no terminal"),
    (["Lessons"], ["Sockets", "Console"], "a lesson plays without a network and a terminal"),
    (
      ["Captures", "Applications", "Media", "Pages", "Storage", "SavedValues"],
      ["TLSEngine", "Lab"],
      "small tools stay small"
    ),
  ]

  /// Products of other packages, and the only target that imports each.
  static let onlyImporter = ["SwiftASN1": "X509", "ArgumentParser": "tlslab"]

  /// Whose folders refer to each other: there a state names the state that comes next.
  static let foldersInACircle: Set<String> = ["TLSEngine"]

  /// Who computes with the values of sessions.
  static let knowValues: Set<String> = ["TLSKeys", "TLSEngine", "Eavesdropper"]

  /// The most lines that a source file may have.
  static let lineLimit = 300

  /// The most lines between the braces of a function.
  static let functionLimit = 40

  /// Where Foundation is imported, and why not elsewhere.
  static let platform = "Sources/Platform/Platform.swift"

  /// Where nothing is said of the protocol, its attacks or the lab but by the catalogue: folders and files. The
  /// tables of commands are not among them: their help stands beside their grammar.
  static let saysByTheCatalogue = [
    "Sources/Commands/LabErrorWords.swift", "Sources/Commands/Verbs/AttackVerbs.swift",
    "Sources/Commands/Verbs/Breakpoints.swift", "Sources/Commands/Verbs/CertificateVerbs.swift",
    "Sources/Commands/Verbs/Exporting.swift", "Sources/Commands/Verbs/LabFile.swift",
    "Sources/Commands/Verbs/ShowVerbs.swift", "Sources/Commands/Verbs/TamperVerbs.swift",
    "Sources/Commands/Verbs/Toolbox.swift", "Sources/Commands/Verbs/WorldVerbs.swift",
    "Sources/Commands/Words/", "Sources/FullScreen/", "Sources/Interceptor/", "Sources/Lab/Audit/",
    "Sources/Lab/Settings/", "Sources/Lessons/Quizzing/", "Sources/Screens/Attack/",
    "Sources/Screens/Certificates/", "Sources/Screens/Keys/", "Sources/Screens/Messages/",
    "Sources/Screens/Sessions/", "Sources/Screens/Steps/", "Sources/Screens/Toolbox/",
    "Sources/Screens/Walking/", "Sources/Screens/Words/", "Sources/Screens/World/",
    "Sources/Sockets/StartTLS/StartTLS.swift",
    "Sources/Sockets/Verbs/RelayVerbs.swift", "Sources/Transcripts/Capture/",
    "Sources/Transcripts/HTML/", "Sources/Transcripts/Markdown/", "Sources/Transcripts/SVG/",
    "Sources/Transcripts/Transcript.swift",
  ]

  /// So many words are a sentence; names of columns, labels and commands are shorter.
  static let sentence = 6

  /// Sentences that stand in Swift all the same, and why.
  static let sentencesInSwift: [String: String] = [:]

  /// What starts another program: nothing here does, whatever is typed, loaded or imported.
  static let starters = [
    "popen(", "posix_spawn", "execve(", "execv(", "execl(", "fork(", "system(", "Process(",
    "dlopen(",
  ]

  /// What writes to a stream, and the only files that do: everything that is printed passes one gate.
  static let writers = [
    "print(", "fputs(", "puts(", "printf(", "FileHandle.standard", "STDOUT_FILENO", "STDERR_FILENO",
  ]
  static let writingFiles: Set = [
    "Sources/CLibeditShims/streams.c", "Sources/CLibeditShims/terminal.c",
    // Asks for the terminal's size; what it writes are cells of a grid, made of glyphs.
    "Sources/CNcursesShims/screen.c", "Sources/Console/Terminal.swift",
    "Sources/Files/HandedOut.swift",
  ]

  /// What ends the program for a mistake that a peer, a file or a person can make.
  static let traps = ["try!", "fatalError(", "preconditionFailure("]
}
