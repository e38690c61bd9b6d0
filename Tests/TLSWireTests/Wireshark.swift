/// What the dissectors of Wireshark know, where `tshark` is there.
enum Wireshark {
  static let isThere = (try? Self.run("tshark --version"))?.hasPrefix("TShark") == true

  /// The names of a field's values.
  static func names(of field: String) throws -> [UInt16: String] {
    var names: [UInt16: String] = [:]
    // A million lines, most of them about the vendors of network cards.
    for line in try run("tshark -G values | grep '\t\(field)\t'").split(separator: "\n") {
      let columns = line.split(separator: "\t")
      if columns.count == 4, let number = UInt16(columns[2]) { names[number] = String(columns[3]) }
    }
    return names
  }

  private static func run(_ line: String) throws -> String {
    try OpenSSLProgram.output("/bin/sh", ["-c", line])
  }
}
