/** Names of the permission in Chrome's releases: first one, later two. */
const permissionNames = ['local-network-access', 'local-network', 'loopback-network'];

/**
 * Whether the browser refuses this page the local network (Chrome's Local Network Access). Where there is no such
 * permission, nothing is refused.
 */
export async function isLocalNetworkDenied(): Promise<boolean> {
  const states = permissionNames.map(async (name) => {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state;
    } catch {
      return undefined;
    }
  });
  return (await Promise.all(states)).includes('denied');
}
