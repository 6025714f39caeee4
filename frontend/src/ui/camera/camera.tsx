import { IconBulb, IconBulbOff } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '@/shared/scan/camera/use-camera';
import { deliver } from '@/shared/scan/deliver';
import { IconButton } from '../button';
import classes from './camera.module.css';

/** The camera's picture; a code that comes into it is a scan, for whatever waits for scans. */
export function Camera() {
  const { t } = useTranslation('scan');
  const video = useRef<HTMLVideoElement>(null);
  const { running, trouble, torch } = useCamera(video, (code) =>
    deliver({ code, alternative: null }),
  );
  return (
    <div className={classes.camera} data-trouble={trouble ?? undefined}>
      {trouble === null && (
        <>
          <video ref={video} aria-label={t('camera.picture')} muted playsInline />
          <span className={classes.aim} aria-hidden />
        </>
      )}
      {torch && (
        <IconButton
          label={t(torch.on ? 'camera.torchOff' : 'camera.torchOn')}
          className={classes.torch ?? ''}
          onClick={torch.toggle}
        >
          {torch.on ? <IconBulbOff size={22} /> : <IconBulb size={22} />}
        </IconButton>
      )}
      <p role="status">{trouble ? t(`camera.${trouble}`) : running ? '' : t('camera.starting')}</p>
    </div>
  );
}
