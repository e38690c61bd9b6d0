import CryptoPrimitives
import TLSEngine
import X509

/// Something that was good for a time, and is no more.
public struct RunOut: Hashable, Sendable {
  public enum Thing: Hashable, Sendable {
    case serverCertificate
    case clientCertificate
    case authority
    /// A certificate that was made by hand.
    case certificate(String)
    /// The tickets that a session left.
    case tickets(String)
  }

  public var thing: Thing
  /// Its last moment, in microseconds since 1970.
  public var end: Int64
}

/// What came of a renewal.
public struct Renewal: Hashable, Sendable {
  public var loot: Loot
  /// Which key is in force now, counted from 1.
  public var number: Int
  /// Whether the authority's certificate had run out, and clients have a new one for the same key.
  public var renewsAuthority = false
}

// What befalls the world: time passes, keys are renewed.
extension Lab {
  /// The calendar ends where four bytes no longer count the seconds (the time of packets in a capture, and in
  /// the randoms of TLS 1.2): 2100-01-01T00:00:00Z, in microseconds since 1970.
  public static let endOfCalendar: Int64 = 4_102_444_800_000_000

  /// Lets time pass.
  ///
  /// - Parameter seconds: how many, above 0.
  /// - Returns: what ran out meanwhile, in order.
  /// - Throws: `beyondCalendar`.
  @discardableResult
  public mutating func wait(_ seconds: Int64) throws(LabError) -> [RunOut] {
    let (length, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let start = now
    guard !overflows, length > 0, length <= Self.endOfCalendar - start else {
      throw .beyondCalendar
    }
    let over = allThatRunsOut.filter { $0.end >= start && $0.end < start + length }
    world.wait(from: start, until: start + length)
    return over.sorted { $0.end < $1.end }
  }

  /// Puts a new key in force from the next session on.
  ///
  /// - Parameter loot: one of ``World/renewable``.
  public mutating func renew(_ loot: Loot) throws(LabError) -> Renewal {
    do {
      let renewsAuthority = try world.renew(loot, at: now)
      return Renewal(
        loot: loot, number: world.number(of: loot), renewsAuthority: renewsAuthority)
    } catch {
      throw .crypto(errorWords(error))
    }
  }

  /// The last moments of certificates and tickets, over or not.
  private var allThatRunsOut: [RunOut] {
    func out(_ thing: RunOut.Thing, _ seconds: Int64) -> RunOut {
      RunOut(thing: thing, end: seconds * 1_000_000)
    }
    sessions.readAhead()
    var found = [out(.serverCertificate, world.validity(of: .serverRSA).upperBound)]
    if world.existingKey(.client) != nil {
      found.append(out(.clientCertificate, world.validity(of: .client).upperBound))
    }
    found.append(out(.authority, world.endOfAuthority))
    found += world.registry.certificates.compactMap { made in
      made.identity.chain.first?.notAfter.map { out(.certificate(made.name), $0) }
    }
    return found
      + sessions.compactMap { session in
        guard session.outside == nil, let left = session.client?.resumableSessions.last,
          left.lifetime > 0
        else { return nil }
        return RunOut(
          thing: .tickets(session.id), end: left.received + Int64(left.lifetime) * 1_000_000)
      }
  }

  /// Whether times and numbers of the chronicle are such as this program makes.
  static func isPlausible(_ chronicle: Chronicle?) -> Bool {
    guard let chronicle else { return true }
    let calendar = 0...endOfCalendar
    return calendar.contains(chronicle.clock ?? 0)
      && chronicle.events.allSatisfy { event in
        calendar.contains(event.time) && calendar.contains(event.until ?? 0)
      }
      && chronicle.retired.allSatisfy { $0.number > 0 }
  }
}

extension World {
  /// The last moment of the authority's certificate, in seconds since 1970. None is made for this.
  var endOfAuthority: Int64 {
    existingAuthority(Self.firmAuthority)?.certificate.notAfter
      ?? beginningInSeconds + 3650 * Self.day
  }

  /// The last moment of the certificate in force for a key, in microseconds since 1970; nil: it has none.
  public func lastMoment(of loot: Loot) -> Int64? {
    switch loot {
    case .serverKey: validity(of: .serverRSA).upperBound * 1_000_000
    case .clientKey: validity(of: .client).upperBound * 1_000_000
    default: nil
    }
  }

  /// Whether the certificate that the server shows has run out.
  ///
  /// - Parameter time: now, in microseconds since 1970.
  public func isServerCertificateOver(at time: Int64) -> Bool {
    validity(of: .serverRSA).upperBound <= time / 1_000_000
  }
}
