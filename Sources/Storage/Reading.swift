extension Connection {
  /// The bytes in the first column of the first row; nil when there is none.
  func blob(_ sql: String, _ bindings: [Binding]) throws(StorageError) -> [UInt8]? {
    let statement = try Statement(sql, bindings, on: self)
    return try statement.step() ? try statement.blob(0) : nil
  }

  func seal(_ name: Format.Sealed) throws(StorageError) -> Seal {
    let sql = "SELECT digest FROM seal WHERE name = ?"
    guard let bytes = try blob(sql, [.text(name.rawValue)]) else {
      throw error(.damaged, "a seal is missing")
    }
    return Seal(bytes)
  }

  /// Within a transaction: all parts, none missing.
  func parts() throws(StorageError) -> [String: [UInt8]] {
    let statement = try Statement("SELECT name, bytes, digest FROM part", [], on: self)
    var found: [String: [UInt8]] = [:]
    var seal = Seal(digests.emptySeal)
    while try statement.step() {
      let name = try statement.text(0)
      let bytes = try statement.blob(1)
      let digest = try statement.blob(2)
      guard digest == digests.part(name: name, bytes: bytes) else {
        throw error(.damaged, "the part \(name) is not as it was written")
      }
      seal.toggle(digest)
      guard found.updateValue(bytes, forKey: name) == nil else {
        throw error(.damaged, "the part \(name) is there twice")
      }
    }
    guard try seal == self.seal(.part) else {
      throw error(.damaged, "the parts are not those that were written")
    }
    return found
  }

  /// Within a transaction: all sessions without their bodies, none missing.
  func briefs() throws(StorageError) -> [Brief] {
    let statement = try Statement(
      "SELECT number, id, brief, body, digest FROM session ORDER BY number", [], on: self)
    var found: [Brief] = []
    var seal = Seal(digests.emptySeal)
    while try statement.step() {
      let (brief, _) = try session(in: statement, digestedInto: &seal)
      guard found.last.map({ $0.number < brief.number }) ?? true else {
        throw error(.damaged, "session \(brief.number) is out of its order")
      }
      found.append(brief)
    }
    guard try seal == self.seal(.session) else {
      throw error(.damaged, "the sessions are not those that were written")
    }
    return found
  }

  /// Within a transaction: a session's body; nil when there is no such session.
  func body(of number: Int) throws(StorageError) -> [UInt8]? {
    let statement = try Statement(
      "SELECT number, id, brief, body, digest FROM session WHERE number = ?", [.number(number)],
      on: self)
    guard try statement.step() else {
      // A row that got lost would show in the seal.
      _ = try briefs()
      return nil
    }
    var seal = Seal([])
    let (brief, digest) = try session(in: statement, digestedInto: &seal)
    let bytes = try blob("SELECT bytes FROM body WHERE number = ?", [.number(number)])
    guard brief.number == number, let bytes,
      digest == digests.body(number: number, bytes: bytes)
    else {
      throw error(.damaged, "the body of session \(number) is not as it was written")
    }
    return bytes
  }

  /// A row of `session`, checked, and the digest of its body.
  private func session(
    in row: Statement, digestedInto seal: inout Seal
  ) throws(StorageError) -> (Brief, body: [UInt8]) {
    let brief = Brief(number: try row.number(0), id: try row.text(1), bytes: try row.blob(2))
    let body = try row.blob(3)
    let digest = try row.blob(4)
    guard digest == digests.session(brief, body: body) else {
      throw error(.damaged, "session \(brief.number) is not as it was written")
    }
    seal.toggle(digest)
    return (brief, body)
  }
}
