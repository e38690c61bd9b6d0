import Foundation
public import InteropPeers

/// The matrix as a page: what each peer and we agreed on, computed in this run.
public struct InteropTable {
  private let results: [(cell: Cell, failure: String?)]
  private let versions: [String]

  /// Runs every cell.
  ///
  /// - Parameters:
  ///   - words: only cells in whose line all of these stand.
  ///   - tell: gets each cell with what went wrong in it.
  public init(_ workshop: Workshop, only words: [String] = [], tell: (Cell, String?) -> Void) {
    versions = InteropVersions.all
    let cells = Matrix.cells.filter { cell in words.allSatisfy { "\(cell)".contains($0) } }
    results = cells.map { cell in
      var failure: String?
      do { try workshop.run(cell) } catch { failure = "\(error)" }
      tell(cell, failure)
      return (cell, failure)
    }
  }

  /// Cells that came out otherwise than they should.
  public var failures: Int { results.filter { $0.failure != nil }.count }

  /// The page in Markdown.
  public var markdown: String {
    let plain = results.filter { $0.cell.feature == .plain }
    let featured = results.filter { $0.cell.feature != .plain }
    return """
      # Who agrees with us

      Written by `make interop`: \(results.count) connections over TCP, each with one version, one key
      exchange, one cipher and one group alone on offer, and a line of text each way;
      \(results.count - failures) came out as they should. The first columns are
      servers, which our client calls; the others are clients, which call our server.

      \(versions.map { "- \($0)" }.joined(separator: "\n"))

      ## Versions, key exchanges and ciphers

      \(table(plain, heads: ["TLS", "key exchange", "cipher", "group"]) { cell in
        [cell.version.rawValue, cell.exchange.rawValue, cell.cipher.rawValue, cell.group?.rawValue ?? ""]
      })

      ## What happens beside the handshake

      \(table(featured, heads: ["feature", "TLS"]) { [$0.feature.rawValue, $0.version.rawValue] })

      ## What is left out, and why

      \(leftOut)

      """
  }

  private func table(
    _ results: [(cell: Cell, failure: String?)], heads: [String], _ label: (Cell) -> [String]
  ) -> String {
    var labels: [[String]] = []
    for (cell, _) in results where !labels.contains(label(cell)) { labels.append(label(cell)) }
    labels.sort { ($0.first ?? "", $0.joined()) < ($1.first ?? "", $1.joined()) }
    var lines = [
      "| \((heads + Self.columns.map(\.rawValue)).joined(separator: " | ")) |",
      "|\(String(repeating: "---|", count: heads.count + Self.columns.count))",
    ]
    for row in labels {
      let marks = Self.columns.map { peer in
        let cells = results.filter { $0.cell.peer == peer && label($0.cell) == row }
        return cells.isEmpty ? "" : cells.allSatisfy { $0.failure == nil } ? "ok" : "**FAILED**"
      }
      lines.append("| \((row + marks).joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n")
  }

  private static let columns =
    Peer.allCases.filter(\.isServer) + Peer.allCases.filter { !$0.isServer }

  private var leftOut: String {
    Matrix.leftOut.map { entry in
      "- \(entry.peers.map(\.rawValue).joined(separator: ", ")): \(entry.what): \(entry.why)"
    }.joined(separator: "\n")
  }
}

/// Which programs of other people are on this machine.
enum InteropVersions {
  static var all: [String] {
    [
      line("openssl", ["version"]), line("gnutls-cli", ["--version"]), line("curl", ["--version"]),
      Program.find("tstclnt") == nil ? "tstclnt is missing" : "tstclnt of NSS",
    ]
  }

  private static func line(_ program: String, _ arguments: [String]) -> String {
    guard let place = Program.find(program) else { return "\(program) is missing" }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = place
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "\(program) does not run" }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self)
    return text.split(separator: "\n").first.map(String.init) ?? program
  }
}
