import CSQLite

extension Connection {
  /// Within a transaction: writes changes, and the seals that close over them.
  ///
  /// - Returns: the seals.
  func apply(_ changes: some Sequence<Change>) throws(StorageError) -> [Seal] {
    var parts = try seal(.part)
    var sessions = try seal(.session)
    for change in changes { try apply(change, parts: &parts, sessions: &sessions) }
    try put(parts, as: .part)
    try put(sessions, as: .session)
    return [parts, sessions]
  }

  /// Writes one change; the seals stay with the caller.
  func apply(
    _ change: Change, parts: inout Seal, sessions: inout Seal
  ) throws(StorageError) {
    switch change {
    case .putPart(let name, let bytes):
      try takeOutPart(name, of: &parts)
      let digest = digests.part(name: name, bytes: bytes)
      try run(
        "INSERT OR REPLACE INTO part VALUES (?, ?, ?)", [.text(name), .blob(bytes), .blob(digest)])
      parts.toggle(digest)
    case .removePart(let name):
      try takeOutPart(name, of: &parts)
      try run("DELETE FROM part WHERE name = ?", [.text(name)])
    case .putSession(let brief, let body):
      try put(brief, body: body, sessions: &sessions)
    case .putBrief(let brief):
      let body = try bodyDigest(of: brief.number)
      guard let body else { throw error(.missing, "there is no session \(brief.number)") }
      try put(brief, bodyDigest: body, sessions: &sessions)
    case .removeSession(let number):
      try takeOutSession(number, of: &sessions)
      try run("DELETE FROM session WHERE number = ?", [.number(number)])
      try run("DELETE FROM body WHERE number = ?", [.number(number)])
    case .removeEverything:
      for table in ["part", "session", "body"] { try run("DELETE FROM \(table)") }
      parts = Seal(digests.emptySeal)
      sessions = parts
    }
  }

  private func put(
    _ brief: Brief, body: [UInt8], sessions: inout Seal
  ) throws(StorageError) {
    try run(
      "INSERT OR REPLACE INTO body VALUES (?, ?)", [.number(brief.number), .blob(body)])
    try put(
      brief, bodyDigest: digests.body(number: brief.number, bytes: body), sessions: &sessions)
  }

  /// REPLACE would remove another session that has the same identifier; this refuses.
  private func put(
    _ brief: Brief, bodyDigest: [UInt8], sessions: inout Seal
  ) throws(StorageError) {
    try takeOutSession(brief.number, of: &sessions)
    let digest = digests.session(brief, body: bodyDigest)
    try run(
      """
      INSERT INTO session VALUES (?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET
      id = excluded.id, brief = excluded.brief, body = excluded.body, digest = excluded.digest
      """,
      [
        .number(brief.number), .text(brief.id), .blob(brief.bytes), .blob(bodyDigest),
        .blob(digest),
      ])
    sessions.toggle(digest)
  }

  private func takeOutPart(_ name: String, of seal: inout Seal) throws(StorageError) {
    let sql = "SELECT digest FROM part WHERE name = ?"
    if let digest = try blob(sql, [.text(name)]) { seal.toggle(digest) }
  }

  private func takeOutSession(_ number: Int, of seal: inout Seal) throws(StorageError) {
    let sql = "SELECT digest FROM session WHERE number = ?"
    if let digest = try blob(sql, [.number(number)]) { seal.toggle(digest) }
  }

  private func bodyDigest(of number: Int) throws(StorageError) -> [UInt8]? {
    try blob("SELECT body FROM session WHERE number = ?", [.number(number)])
  }

  /// Closes over a table as it now is.
  func put(_ seal: Seal, as name: Format.Sealed) throws(StorageError) {
    try run(
      "UPDATE seal SET digest = ? WHERE name = ?", [.blob(seal.bytes), .text(name.rawValue)])
    guard sqlite3_changes(try handle) == 1 else { throw error(.damaged, "a seal is missing") }
  }
}
