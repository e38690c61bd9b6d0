import Lab
import Screens
import TLSKeys
import Transcripts

/// What `export` writes.
let exportForms: [Form] =
  TranscriptFormat.allCases.map(Exporting.form) + [
    Form(
      words: "all", .one(.file("FOLDER")), .session, .redact, .replace,
      meaning: "the transcript of a session in every format, named after the session",
      run: Exporting.all),
    Form(
      words: "pcapng", .one(.file()), .everySession, .session, .redact, .replace,
      meaning: "the recording for Wireshark, with the secrets that open it and a comment a packet",
      run: Exporting.capture),
    Form(
      words: "audio", .one(.file()), .session, .replace,
      meaning: "the call as the attacker hears it: WAV, the caller left, the called one right",
      run: Exporting.audio),
    Form(
      words: "keylog", .one(.file()), .everySession, .session, .replace,
      meaning: "the secrets alone, as SSLKEYLOGFILE has them (RFC 9850); readable by you alone",
      run: Exporting.keyLog),
    Form(
      words: "ca", .one(.file()), .optional(.authority("AUTHORITY")), .replace,
      meaning: "the certificate of an authority, PEM, for a program that is to trust it",
      run: Exporting.authority),
    Form(
      words: "data", .one(.file()), .one(.side), .session, .replace,
      meaning: "what one side wrote on the connection, as it is",
      run: Exporting.data),
    Form(
      words: "key", .one(.file()), .replace,
      meaning: "the private key of the server's certificate, PEM; readable by you alone",
      run: Exporting.key),
  ]

extension Exporting {
  /// One format of a transcript.
  fileprivate static func form(_ format: TranscriptFormat) -> Form {
    Form(
      words: format.rawValue, .one(.file()), .session, .redact, .replace, meaning: format.meaning,
      run: { interpreter, name, session, isRedacted, replacing throws(CommandError) in
        try transcript(
          format, interpreter, name, session, isRedacted: isRedacted, replacing: replacing)
      })
  }
}

extension Parameter where Value == Bool {
  fileprivate static var everySession: Parameter {
    .whether(Choice("all", "of every session, not only of one"))
  }

  fileprivate static var redact: Parameter {
    .flag("--redact", meaning: "leave out what an eavesdropper could not have")
  }
}
