import CryptoPrimitives
import Explanations
public import X509

extension FileKind {
  /// What the file is that was to hold certificates, what to do about it, and the command that does it.
  ///
  /// - Parameters:
  ///   - name: the file's, for a reader.
  ///   - word: the file's, for a shell.
  ///   - isPEM: whether it is text.
  public func words(_ name: String, word: String, isPEM: Bool) -> (
    what: String, advice: String, command: String
  ) {
    let key = [ExplanationKey(.reason, "file.\(rawValue)")]
    let values = ["file": name, "place": word, "form": isPEM ? "" : " -inform DER"]
    return (
      Catalogue.current.words(.brief, of: key, values),
      Catalogue.current.words(.detail, of: key, values),
      Catalogue.current.words(.done, of: key, values)
    )
  }
}

extension CertificateFile.Unread {
  /// Which certificate of a file can't be read, and why.
  public func words(_ name: String) -> String {
    let values = ["number": "\(number)", "file": name, "reason": why]
    guard let line else { return said(.reason, isList ? "unread.list" : "unread", values) }
    return said(
      .reason, isList ? "unread.list-in-text" : "unread.in-text",
      values.merging(["line": "\(line)"]) { $1 })
  }

  private var why: String {
    switch reason {
    case .content(let words):
      said(.reason, isList ? "unread.list-content" : "unread.content", ["reason": words])
    case .tooMany(let limit): said(.reason, "unread.too-many", ["limit": "\(limit)"])
    case .text(let damage): damage.words
    }
  }
}

extension PEMDamage {
  fileprivate var words: String {
    switch self {
    case .noEnd: said(.reason, "unread.no-end")
    case .joined(let line): said(.reason, "unread.joined", ["line": "\(line)"])
    case .otherEnd(let label, let line):
      said(.reason, "unread.other-end", ["label": label, "line": "\(line)"])
    case .notBase64(let line): said(.reason, "unread.not-base64", ["line": "\(line)"])
    case .cutOff: said(.reason, "unread.cut-off")
    case .empty: said(.reason, "unread.empty")
    }
  }
}

extension ProfileRule {
  /// What it breaks.
  var words: String {
    Catalogue.current.words(.brief, of: [ExplanationKey(.reason, "rule.\(rawValue)")])
  }
}

extension KeyFlaw {
  /// What is wrong with the key.
  var words: String {
    switch self {
    case .exponent: said(.reason, "flaw.exponent")
    case .modulus: said(.reason, "flaw.modulus")
    case .primes: said(.reason, "flaw.primes")
    case .point: said(.reason, "flaw.point")
    }
  }
}

extension CertificateFile {
  /// What is left out of a certificate with settings of trust.
  public static var trustWords: String { said(.reason, "unread.trust") }

  /// That a line looks like the begin of a certificate, and is none.
  public static func strayWords(_ file: String, line: Int) -> String {
    said(.reason, "unread.stray", ["file": file, "line": "\(line)"])
  }

  /// That the certificate can't be read that all is about.
  public static func ownWords(_ file: String) -> String {
    said(.reason, "unread.own", ["file": file])
  }

  /// How many others of the file can.
  public static func othersWords(_ file: String, _ count: Int) -> String {
    said(.reason, "unread.own-others", ["file": file, "count": "\(count)"])
  }

  /// That bytes behind a certificate are left out.
  public static var fillWords: String { said(.reason, "unread.fill") }
}
