/// Who may import whom. `Package.swift` says the same to the compiler; the two are held against
/// each other, so that a new import is a decision and not an accident.
enum Architecture {
  static let imports: [String: Set<String>] = [
    // C libraries, and what Swift can't import from them directly.
    "COpenSSL": [], "COpenSSLShims": ["COpenSSL"],
    "CLibedit": [], "CLibeditShims": ["CLibedit"],
    "CSQLite": [],

    // Bytes, files, and what can be known.
    "Bytes": [], "Files": [], "Knowledge": ["Bytes"],
    "Storage": ["Files", "CSQLite"], "SavedValues": ["Bytes"],

    // Cryptography and certificates.
    "CryptoPrimitives": ["Bytes", "COpenSSL", "COpenSSLShims"],
    "X509": ["Bytes", "Knowledge", "CryptoPrimitives", "COpenSSL", "COpenSSLShims"],

    // The protocol.
    "TLSWire": ["Bytes"],
    "TLSKeys": ["Bytes", "TLSWire", "CryptoPrimitives", "Knowledge"],
    "TLSEngine": ["Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "X509"],

    // The wire between, who listens on it, and what travels inside.
    "Network": ["Bytes"],
    "Captures": ["Bytes", "Network"],
    "Eavesdropper": ["Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "Network"],
    "Interceptor": [
      "Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "TLSEngine", "X509",
      "Network",
    ],
    "Applications": ["Bytes", "Knowledge", "CryptoPrimitives"],

    // The world, what one sees of it, and what one hands out.
    "Lab": [
      "Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "TLSEngine", "X509",
      "Network", "Eavesdropper", "Interceptor", "Applications", "Files", "SavedValues",
      "Storage",
    ],
    "CExplanations": [], "Explanations": ["CExplanations"],
    "Pages": [],
    "Screens": [
      "Pages", "Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "TLSEngine", "X509",
      "Network", "Eavesdropper", "Interceptor", "Applications", "Lab", "Explanations",
    ],
    "CTranscripts": [],
    "Transcripts": [
      "CTranscripts",
      "Bytes", "CryptoPrimitives", "Knowledge", "TLSWire", "TLSKeys", "TLSEngine", "Network",
      "Captures", "Lab", "Explanations", "Screens",
    ],
    "Commands": [
      "Bytes", "Files", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "TLSEngine", "X509",
      "Network", "Captures", "Eavesdropper", "Interceptor", "Lab", "Explanations", "Screens",
      "Transcripts", "Storage",
    ],
    "Lessons": [
      "Bytes", "Files", "CryptoPrimitives", "TLSEngine", "Lab", "Screens", "Transcripts",
      "Commands",
    ],
    "Sockets": [
      "CryptoPrimitives", "Files", "X509", "TLSKeys", "TLSEngine", "Network", "Lab", "Screens",
      "Transcripts", "Commands",
    ],
    "Console": [
      "Files", "X509", "Screens", "Lab", "Commands", "Lessons", "Sockets", "CLibeditShims",
    ],
    "tlslab": ["Commands", "Console", "Lessons"],
  ]

  /// Who uses what of other packages.
  static let products: [String: Set<String>] = [
    "X509": ["SwiftASN1"], "Explanations": ["Yams"], "Lessons": ["Yams"],
    "tlslab": ["ArgumentParser"],
  ]

  /// What a passive attacker must not reach: endpoints, active attackers, and the world that holds
  /// everybody's secrets.
  static let hiddenFromEavesdropper: Set<String> = ["TLSEngine", "Interceptor", "Lab"]

  /// The most lines that a source file may have.
  static let lineLimit = 400

  /// What ends the program for a mistake that a peer, a file or a person can make.
  static let forbidden = ["try!", "fatalError(", "preconditionFailure("]
}
