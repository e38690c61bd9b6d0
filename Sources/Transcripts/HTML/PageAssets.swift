import CTranscripts
import CryptoPrimitives
import Platform

/// Style and script of a page, and what its policy says of them.
struct PageAssets {
  let style: String
  let script: String
  /// The page may use this style and this script, and load nothing from anywhere
  /// (Content Security Policy, level 3).
  let policy: String

  static let shared = PageAssets()

  private init() {
    let styleBytes = UnsafeBufferPointer(
      start: tlslab_page_style, count: tlslab_page_style_count)
    let scriptBytes = UnsafeBufferPointer(
      start: tlslab_page_script, count: tlslab_page_script_count)
    style = String(decoding: styleBytes, as: UTF8.self)
    script = String(decoding: scriptBytes, as: UTF8.self)
    policy = [
      "default-src 'none'", "style-src '\(Self.digest(Array(styleBytes)))'",
      "script-src '\(Self.digest(Array(scriptBytes)))'", "media-src data:", "base-uri 'none'",
      "form-action 'none'",
    ].joined(separator: "; ")
  }

  /// `sha256-…` as the policy has it.
  private static func digest(_ bytes: [UInt8]) -> String {
    let digest = (try? HashAlgorithm.sha256.digest(bytes)) ?? []
    return "sha256-" + Data(digest).base64EncodedString()
  }
}
