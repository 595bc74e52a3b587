// Browsers and apps that the account knows, whether or not they are signed in now.
import { type Device, type KnownDevice, serverNow } from '../../api.ts'
import { ago } from '../../parts/ago.ts'
import { country } from '../../parts/country.ts'
import { deviceName } from '../../parts/device-name.ts'
import { date } from '../../parts/format.ts'
import { devices as words } from '../../words/active.ts'

interface KnownDevicesProps {
  devices: KnownDevice[]
  /** What is being ended, as a path. */
  busy: string | undefined
  remove(id: string): void
  /** Asks it for the second proof again. */
  distrust(id: string): void
}

export function KnownDevices({ devices, busy, remove, distrust }: KnownDevicesProps) {
  const sorted = [...devices].sort((a, b) => Number(b.current) - Number(a.current))
  return (
    <>
      <h2 class="ds-heading" data-size="xs">
        {words.knownTitle}
      </h2>
      <p>{words.knownLead}</p>
      <ul class="rows">
        {sorted.map((device) => (
          <li key={device.id}>
            <div>
              <h3 class="ds-heading" data-size="2xs">
                {nameOf(device)}
              </h3>
              <p>
                {device.current ? (
                  <strong class="here">{words.current}</strong>
                ) : (
                  words.lastSeen(ago(device.lastSeenAt, serverNow()))
                )}
                {' · '}
                {words.firstSeen(date(device.firstSeenAt))}
                {whereOf(device) && ` · ${whereOf(device)}`}
              </p>
              {device.trustedUntil && <p>{words.trusted(date(device.trustedUntil))}</p>}
            </div>
            <div class="acts">
              {device.trustedUntil && (
                <Act
                  name={words.distrust}
                  of={device}
                  isBusy={busy === `/devices/${device.id}/trust`}
                  act={() => distrust(device.id)}
                />
              )}
              {!device.current && (
                <Act
                  name={words.remove}
                  of={device}
                  isBusy={busy === `/devices/${device.id}`}
                  act={() => remove(device.id)}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

interface ActProps {
  name: string
  of: KnownDevice
  isBusy: boolean
  act(): void
}

const Act = ({ name, of, isBusy, act }: ActProps) => (
  <button
    class="ds-button"
    data-variant="secondary"
    type="button"
    aria-busy={isBusy}
    aria-disabled={isBusy}
    onClick={act}
  >
    {name}
    <span class="ds-sr-only">{words.endName(nameOf(of))}</span>
  </button>
)

export function nameOf({ client, device }: Pick<Device, 'client' | 'device'>): string {
  const name = deviceName(device) || words.unknown
  return client === 'app' ? `${words.app}, ${name}` : name
}

/** «Telenor Norge AS, Norge», as far as it is known. */
export function whereOf({ network, place }: Pick<Device, 'network' | 'place'>): string {
  return [network, place && country(place)].filter(Boolean).join(', ')
}

/** Where the networks' names come from, as their licence asks (CC BY 4.0). */
export function DataSource() {
  return (
    <p class="small">
      {words.networkData}{' '}
      <a class="ds-link" href="https://db-ip.com" rel="noreferrer">
        DB-IP
      </a>
      , RouteViews, NRO (CC BY 4.0)
    </p>
  )
}
