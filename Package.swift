// swift-tools-version: 6.2
import PackageDescription

// Who may import whom is part of the design: ArchitectureTests reads this graph and holds it.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Tests look into it, in the optimized build as well.
let testable: [SwiftSetting] =
  strict + [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]

/// What only words things, or tests them: optimizing it takes three times as long as compiling it,
/// and nobody notices.
let unoptimized: [SwiftSetting] =
  testable + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// A library target of ours, with the modules that it imports directly.
func target(
  _ name: String, imports: [Target.Dependency], _ settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: settings)
}

/// The same for one that is not optimized.
func plain(_ name: String, imports: [Target.Dependency]) -> Target {
  target(name, imports: imports, unoptimized)
}

/// The tests of one target, what they import, and the folders of data that they read.
func tests(
  _ name: String, imports: [Target.Dependency], data: [String] = []
) -> Target {
  .testTarget(name: name, dependencies: imports, exclude: data, swiftSettings: unoptimized)
}

/// A C library of the system, found by pkg-config.
func library(_ name: String, _ found: String, apt: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: found, providers: [.apt([apt]), .brew([brew])])
}

/// On Linux Swift's own libraries stand in the program: it starts sooner, and runs where no Swift is.
let alone: [LinkerSetting] = [
  .unsafeFlags(
    ["-static-stdlib", "-use-ld=lld", "-l_FoundationCollections", "-l_FoundationCShims"],
    .when(platforms: [.linux]))
]

/// What `Tests/Fuzzing` looks at; nobody else is offered a library.
let fuzzed: [Product] =
  Context.environment["TLSLAB_FUZZING"] == nil
  ? []
  : [
    .library(
      name: "Fuzzed",
      targets: [
        "Bytes", "CryptoPrimitives", "X509", "TLSWire", "TLSKeys", "TLSEngine", "Applications",
        "SavedValues", "Lab", "Pages", "YAML", "Commands", "Lessons", "TestConnections", "Network",
        "Captures", "Decryptor", "Media",
      ])
  ]

let package = Package(
  name: "tlslab",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "tlslab", targets: ["tlslab"])] + fuzzed,
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    // DER, for certificates taken apart.
    .package(url: "https://github.com/apple/swift-asn1", from: "1.0.0"),
  ],
  targets: [
    // C libraries, and what Swift can't import from them directly.
    library("COpenSSL", "openssl", apt: "libssl-dev", brew: "openssl@3"),
    .target(name: "COpenSSLShims", dependencies: ["COpenSSL"]),
    library("CLibedit", "libedit", apt: "libedit-dev", brew: "libedit"),
    .target(name: "CLibeditShims", dependencies: ["CLibedit"]),
    // Without its description, which would define what no header of ours is to see.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .target(
      name: "CNcursesShims", dependencies: ["CNcurses"],
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("tinfo", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    library("CSQLite", "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
    library("CIDN", "libidn2", apt: "libidn2-dev", brew: "libidn2"),
    library("CYAML", "yaml-0.1", apt: "libyaml-dev", brew: "libyaml"),

    // The essentials of Foundation, and the C library.
    target("Platform", imports: []),
    // Files that are written whole or not at all.
    target("Files", imports: ["Platform"]),
    tests("FilesTests", imports: ["Files"]),

    // A database of which only what changed is written.
    target("Storage", imports: ["Platform", "Files", "CSQLite"]),
    // A process that is killed while it commits.
    .executableTarget(
      name: "StorageWriter", dependencies: ["Storage"], path: "Tests/Support/StorageWriter",
      swiftSettings: strict),
    tests("StorageTests", imports: ["CSQLite", "Storage", "StorageWriter"]),

    // What people write: the explanations, the lessons.
    target("YAML", imports: ["CYAML"]),
    tests("YAMLTests", imports: ["YAML"]),

    // Bytes and what can be known of them.
    target("Bytes", imports: []),
    tests("BytesTests", imports: ["Bytes"]),
    // Codable values in few bytes.
    target("SavedValues", imports: ["Bytes"]),
    tests("SavedValuesTests", imports: ["Bytes", "SavedValues"]),
    target("Knowledge", imports: ["Bytes"]),
    tests("KnowledgeTests", imports: ["Knowledge"]),

    // Cryptography and certificates.
    target("CryptoPrimitives", imports: ["Bytes", "COpenSSL", "COpenSSLShims"], testable),
    .target(name: "OpenSSLProgram", path: "Tests/Support/OpenSSLProgram", swiftSettings: strict),
    tests(
      "CryptoPrimitivesTests", imports: ["Bytes", "CryptoPrimitives", "OpenSSLProgram"],
      data: ["acvp"]),
    target(
      "X509",
      imports: [
        "Bytes", "Knowledge", "CryptoPrimitives", "COpenSSL", "COpenSSLShims", "CIDN",
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),
    tests(
      "X509Tests", imports: ["Bytes", "Knowledge", "CryptoPrimitives", "X509", "OpenSSLProgram"],
      data: ["odd"]),

    // The protocol.
    target("TLSWire", imports: ["Bytes"]),
    .target(name: "BrowserHellos", path: "Tests/Support/BrowserHellos", swiftSettings: strict),
    tests("TLSWireTests", imports: ["Bytes", "TLSWire", "BrowserHellos"], data: ["saved"]),
    // What a server takes, found out by asking.
    plain("Probing", imports: ["Bytes", "TLSWire"]),
    tests("ProbingTests", imports: ["Bytes", "OpenSSLProgram", "Probing", "TLSWire"]),
    target("TLSKeys", imports: ["Bytes", "TLSWire", "CryptoPrimitives", "Knowledge"]),
    target(
      "TLSEngine",
      imports: ["Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "X509"]),

    // One handshake over datagrams, for the keys of SRTP.
    target(
      "DTLS", imports: ["Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "X509"]),
    tests(
      "DTLSTests",
      imports: [
        "Bytes", "CryptoPrimitives", "Knowledge", "DTLS", "TLSKeys", "TLSWire", "X509",
        "OpenSSLProgram",
      ]),
    // Packed captures, and records that were compressed.
    library("CZlib", "zlib", apt: "zlib1g-dev", brew: "zlib"),

    // The wire between, and who listens on it.
    target("Network", imports: ["Bytes"]),
    tests("NetworkTests", imports: ["Network"]),
    target("Captures", imports: ["Platform", "Bytes", "Network", "CZlib"], testable),
    // libssl at both ends, and what passed between them as a capture.
    .target(
      name: "CaptureMaker",
      dependencies: ["CryptoPrimitives", "X509", "TLSWire", "Network", "Captures", "LibsslPeer"],
      path: "Tests/Support/CaptureMaker", swiftSettings: strict),
    tests(
      "DecryptorTests",
      imports: [
        "Applications", "Bytes", "CZlib", "CryptoPrimitives", "X509", "TLSWire", "TLSKeys",
        "Media", "Network", "Captures", "Decryptor", "LibsslPeer", "CaptureMaker", "OpenSSLProgram",
      ], data: ["captures"]),
    tests("CapturesTests", imports: ["Bytes", "Network", "Captures"]),
    target(
      "Eavesdropper",
      imports: ["Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "Network"],
      testable),
    // Recordings of others: as fast as it can be, where the eavesdropper explains.
    target(
      "Decryptor",
      imports: [
        "Applications", "Bytes", "CryptoPrimitives", "X509", "TLSWire", "TLSKeys", "Media",
        "Network", "Captures", "DTLS",
      ], testable),
    target(
      "Interceptor",
      imports: [
        "Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "TLSEngine", "X509",
        "Network",
      ]),
    target("Applications", imports: ["Bytes", "Knowledge", "CryptoPrimitives"]),
    tests(
      "ApplicationsTests", imports: ["Applications", "Bytes", "Knowledge", "CryptoPrimitives"]),
    // The sound of calls: RTP, SRTP, G.711.
    target("Media", imports: ["Bytes", "CryptoPrimitives", "Applications"], testable),
    tests(
      "MediaTests",
      imports: ["Applications", "Bytes", "CryptoPrimitives", "Media", "OpenSSLProgram"]),

    // The world, what one sees of it, and what one hands out.
    target(
      "Lab",
      imports: [
        "Platform", "Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys", "TLSEngine",
        "X509", "Network", "Eavesdropper", "Interceptor", "Applications", "Files", "SavedValues",
        "Storage", "Media", "DTLS",
      ], testable),
    // The texts, which the C compiler puts into the program as they are.
    .target(name: "CExplanations", exclude: ["de", "en", "documents.yaml"]),
    plain("Explanations", imports: ["CExplanations", "Platform", "YAML"]),
    tests("ExplanationsTests", imports: ["Explanations"]),
    // What a screen is before anyone decides on colour or file format, and how it is laid out.
    target("Pages", imports: ["Explanations"]),
    plain(
      "Screens",
      imports: [
        "Platform", "Pages", "Bytes", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys",
        "TLSEngine", "X509", "Network", "Eavesdropper", "Interceptor", "Applications", "Lab",
        "Explanations", "Captures", "Decryptor", "Probing", "Media", "DTLS",
      ]),
    tests(
      "ScreensTests",
      imports: [
        "Bytes", "Explanations", "Interceptor", "Knowledge", "TLSKeys", "TLSEngine", "TLSWire",
        "Network", "Lab", "Screens", "X509",
      ]),
    .target(name: "CTranscripts", exclude: ["page.css", "page.js"]),
    target(
      "Transcripts",
      imports: [
        "Platform", "CTranscripts", "Bytes", "CryptoPrimitives", "Knowledge", "TLSWire", "TLSKeys",
        "TLSEngine", "Network", "Captures", "Lab", "Explanations", "Screens", "Media",
      ]),
    plain(
      "Commands",
      imports: [
        "Platform", "Bytes", "Files", "Knowledge", "CryptoPrimitives", "TLSWire", "TLSKeys",
        "TLSEngine", "X509", "Network", "Captures", "Eavesdropper", "Interceptor", "Lab", "Media",
        "Explanations", "Screens", "Transcripts", "Storage",
      ]),
    tests(
      "CommandsTests",
      imports: [
        "Bytes", "CryptoPrimitives", "Eavesdropper", "TLSKeys", "TLSWire", "TLSEngine", "Lab",
        "Explanations", "Screens", "Commands", "OpenSSLProgram", "Storage",
      ]),
    // The lessons, which the C compiler puts into the program as they are.
    .target(name: "CLessons"),
    plain(
      "Lessons",
      imports: [
        "CLessons", "Platform", "Bytes", "Files", "CryptoPrimitives", "TLSEngine", "Lab",
        "Explanations", "Screens", "Transcripts", "Commands", "YAML",
      ]),
    tests("LessonsTests", imports: ["Files", "Lab", "Screens", "Commands", "Lessons"]),
    // Real programs on the other side.
    plain(
      "Sockets",
      imports: [
        "Platform", "CryptoPrimitives", "Files", "X509", "TLSKeys", "TLSEngine", "Network", "Lab",
        "Bytes", "TLSWire", "Probing", "Knowledge", "Explanations", "Screens", "Transcripts",
        "Commands",
      ]),
    tests(
      "SocketsTests",
      imports: [
        "Bytes", "Knowledge", "CryptoPrimitives", "X509", "Interceptor", "TLSKeys", "TLSEngine",
        "TLSWire", "Network", "Lab", "Probing", "Screens", "Transcripts", "Commands", "Sockets",
        "HybridPeer", "InteropPeers", "LibsslPeer", "OpenSSLProgram", "StartTLSPeers",
      ]),
    // The walk on a full screen: what keys do and what is to be seen, and a terminal that shows it.
    target(
      "FullScreen", imports: ["Bytes", "Pages", "Explanations", "Lab", "Screens", "CNcursesShims"],
      testable),
    tests(
      "FullScreenTests", imports: ["Bytes", "Pages", "Lab", "Screens", "Commands", "FullScreen"]),
    plain(
      "Console",
      imports: [
        "Platform", "Bytes", "Files", "X509", "CryptoPrimitives", "TLSKeys", "Network", "Captures",
        "Decryptor", "Eavesdropper", "Explanations", "Pages", "Screens", "Lab", "Commands",
        "Lessons", "Media", "Sockets", "FullScreen", "CLibeditShims",
      ]),
    tests(
      "ConsoleTests",
      imports: [
        "CryptoPrimitives", "Knowledge", "X509", "Network", "TLSWire", "TLSKeys", "TLSEngine",
        "Eavesdropper", "Lab", "Screens", "Commands", "Lessons", "Sockets", "Console",
        "InteropPeers",
      ]),
    .executableTarget(
      name: "tlslab",
      dependencies: [
        "Platform", "Explanations", "Pages", "Console", "Commands", "Lessons",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict, linkerSettings: alone),
    // The real libssl as the other side, and the engine's ends with identities to use.
    .target(
      name: "LibsslPeer",
      dependencies: ["Bytes", "CryptoPrimitives", "TLSWire", "X509", "COpenSSL", "COpenSSLShims"],
      path: "Tests/Support/LibsslPeer", swiftSettings: strict),
    .target(
      name: "TestConnections",
      dependencies: ["CryptoPrimitives", "TLSEngine", "TLSKeys", "TLSWire", "X509"],
      path: "Tests/Support/TestConnections", swiftSettings: strict),
    // A newer OpenSSL in a Python process, for what libssl 3.0 lacks.
    .target(
      name: "HybridPeer", dependencies: ["Bytes", "CryptoPrimitives", "X509"],
      path: "Tests/Support/HybridPeer",
      exclude: ["hybrid_peer.py", "mlkem_peer.py", "requirements.txt"],
      swiftSettings: unoptimized),
    tests(
      "HybridPeerTests",
      imports: [
        "Bytes", "CryptoPrimitives", "HybridPeer", "LibsslPeer", "TLSEngine", "TLSKeys", "TLSWire",
        "TestConnections",
      ]),
    tests(
      "LibsslPeerTests", imports: ["Bytes", "LibsslPeer", "TLSWire", "TestConnections", "X509"]),
    tests(
      "TLSEngineTests",
      imports: [
        "Bytes", "CryptoPrimitives", "Knowledge", "TLSEngine", "TLSKeys", "TLSWire", "X509",
        "LibsslPeer", "TestConnections",
      ]),
    tests(
      "TLSKeysTests",
      imports: [
        "Bytes", "CryptoPrimitives", "Knowledge", "TLSWire", "TLSKeys", "TLSEngine", "X509",
        "OpenSSLProgram", "TestConnections",
      ], data: ["rfc8448"]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Bytes", "CryptoPrimitives", "Knowledge", "TLSEngine", "TLSKeys", "TLSWire", "X509",
        "Network", "Lab", "Transcripts", "Commands", "FullScreen", "LibsslPeer", "Soak",
        "TestConnections",
      ],
      path: "Tests/Benchmarks", swiftSettings: strict),
    // Ours and tshark on the same captures, in turn.
    .executableTarget(
      name: "DecryptBenchmark",
      dependencies: [
        "CryptoPrimitives", "X509", "TLSWire", "Network", "Captures", "LibsslPeer", "CaptureMaker",
        "Files",
      ],
      path: "Tests/Support/DecryptBenchmark", swiftSettings: strict),
    .target(
      name: "Soak",
      dependencies: ["TLSKeys", "TLSWire", "Lab", "Sockets", "InteropPeers", "LibsslPeer"],
      path: "Tests/Support/Soak", swiftSettings: unoptimized),
    // Real programs on the other side of real sockets, and the matrix of what they and we agree on.
    .target(
      name: "InteropPeers", path: "Tests/Support/InteropPeers", exclude: ["hybrid_socket.py"],
      swiftSettings: unoptimized),
    .target(
      name: "StartTLSPeers", dependencies: ["InteropPeers"], path: "Tests/Support/StartTLSPeers",
      swiftSettings: unoptimized),
    .target(
      name: "Interop",
      dependencies: [
        "Bytes", "CryptoPrimitives", "X509", "TLSWire", "TLSKeys", "TLSEngine", "Network", "Lab",
        "Commands", "Sockets", "InteropPeers", "HybridPeer",
      ],
      path: "Tests/Support/Interop", exclude: ["README.md"], swiftSettings: unoptimized),
    .executableTarget(
      name: "InteropReport", dependencies: ["Interop", "InteropPeers"],
      path: "Tests/Support/InteropReport", swiftSettings: unoptimized),
    tests("InteropTests", imports: ["Interop", "InteropPeers"]),
    // The graph itself.
    tests("ArchitectureTests", imports: []),
    tests(
      "LabTests",
      imports: [
        "Bytes", "CryptoPrimitives", "Knowledge", "TLSWire", "TLSKeys", "TLSEngine", "Eavesdropper",
        "X509", "Interceptor", "Lab", "SavedValues", "Storage", "Applications", "Media", "DTLS",
      ], data: ["saved"]),
    tests(
      "EavesdropperTests",
      imports: [
        "Bytes", "Knowledge", "CryptoPrimitives", "X509", "TLSWire", "TLSKeys", "Network",
        "Eavesdropper", "LibsslPeer",
      ]),
    tests(
      "InterceptorTests",
      imports: ["CryptoPrimitives", "X509", "TLSWire", "TLSEngine", "Interceptor", "LibsslPeer"]),
    tests(
      "TranscriptsTests",
      imports: [
        "Bytes", "CryptoPrimitives", "Knowledge", "TLSWire", "TLSKeys", "TLSEngine", "X509", "Lab",
        "Explanations", "Screens", "Transcripts", "Commands", "OpenSSLProgram", "BrowserHellos",
      ], data: ["Page"]),
  ]
)
